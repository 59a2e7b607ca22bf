// For a program that has a terminal: what it might do with it, beyond using it.
#include "probe.h"
#include <dirent.h>
#include <sys/ioctl.h>

// Every descriptor that can be seen of any process, and what it leads to.
static void list_descriptors(const char *process) {
    char path[300], target[256];
    snprintf(path, sizeof path, "/proc/%s/fd", process);
    DIR *fds = opendir(path);
    if (!fds) {
        blocked(path, errno);
        return;
    }

    for (struct dirent *fd; (fd = readdir(fds));) {
        ssize_t length = readlinkat(dirfd(fds), fd->d_name, target, sizeof target - 1);
        if (length > 0 && atoi(fd->d_name) != dirfd(fds)) {
            target[length] = 0;
            printf("%s: %s\n", fd->d_name, target);
        }
    }

    closedir(fds);
}

// As a session of its own, which has no terminal yet.
static void steal(void) {
    if (fork() == 0) {
        setsid();
        TRY("take the terminal of another session", ioctl(0, TIOCSCTTY, 0));
        TRY("take it by force", ioctl(0, TIOCSCTTY, 1));
        TRY("open the terminal of another session as one's own", open("/dev/tty", O_RDWR));
        TRY("TIOCSTI from another session", ioctl(0, TIOCSTI, "x"));
        exit(0);
    }

    wait(NULL);
}

int main(void) {
    list_descriptors("self");
    list_descriptors("1");
    int tty = open("/dev/tty", O_RDWR);
    TRY("TIOCSTI", ioctl(0, TIOCSTI, "x"));
    TRY("TIOCSTI by /dev/tty", ioctl(tty, TIOCSTI, "x"));
    TRY("TIOCSTI with high bits", syscall(SYS_ioctl, 0, TIOCSTI | 1L << 32, "x"));
    TRY("TIOCLINUX", ioctl(0, TIOCLINUX, "\x0c"));
    TRY("TIOCSETD", ioctl(0, TIOCSETD, &(int){0}));
    TRY("TIOCCONS", ioctl(0, TIOCCONS, 0));
    TRY("TIOCGPTPEER of the program's side", ioctl(0, TIOCGPTPEER, O_RDWR));
    TRY("TIOCPKT of the program's side", ioctl(0, TIOCPKT, &(int){1}));
    TRY("vhangup", vhangup());
    steal();
    int count = 0;
    while (posix_openpt(O_RDWR | O_NOCTTY) >= 0) {
        count++;
    }

    int error = errno;
    printf("%d more terminals\n", count);
    blocked("the next", error);
}
