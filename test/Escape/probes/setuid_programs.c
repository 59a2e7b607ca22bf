// Starts every set-user-id and set-group-id program of /usr/bin and looks at who it has become. A full pipe holds each at its first output.
#include "probe.h"
#include <dirent.h>

static int full_pipe(void) {
    int ends[2];
    pipe2(ends, O_NONBLOCK);
    while (write(ends[1], "x", 1) == 1) {
    }

    fcntl(ends[1], F_SETFL, 0);
    return ends[1];
}

// Waits until a process has become the program, and reads its effective ids; 0 when it ended before.
static int look(int pid, const char *program, unsigned *uid, unsigned *gid) {
    char path[64], link[1024];
    for (int tries = 0; tries < 4000 && waitpid(pid, NULL, WNOHANG) == 0; tries++, usleep(500)) {
        snprintf(path, sizeof path, "/proc/%d/exe", pid);
        ssize_t length = readlink(path, link, sizeof link - 1);
        link[length < 0 ? 0 : length] = '\0';
        if (length >= 0 && strstr(link, program) == NULL) {
            continue;
        }

        // One that did rise is out of our reach, link and all.
        *uid = *gid = length < 0 ? 0 : ~0u;
        snprintf(path, sizeof path, "/proc/%d/status", pid);
        FILE *status = fopen(path, "r");
        for (char line[256]; status && fgets(line, sizeof line, status);) {
            sscanf(line, "Uid: %*u %u", uid);
            sscanf(line, "Gid: %*u %u", gid);
        }

        return 1;
    }

    return 0;
}

int main(void) {
    int out = full_pipe(), seen = 0;
    DIR *programs = opendir("/usr/bin");
    for (struct dirent *entry; programs && (entry = readdir(programs));) {
        char path[1024];
        struct stat file;
        snprintf(path, sizeof path, "/usr/bin/%s", entry->d_name);

        // The kernel hides a process whose program may not be read, whoever it is.
        int readable = lstat(path, &file) == 0 && S_ISREG(file.st_mode) && (file.st_mode & S_IROTH);
        if (!readable || !(file.st_mode & (S_ISUID | S_ISGID))) {
            continue;
        }

        int pid = fork();
        if (pid == 0) {
            dup2(out, 1);
            dup2(out, 2);
            execl(path, entry->d_name, "--help", NULL);
            _exit(127);
        }

        unsigned uid = getuid(), gid = getgid();
        seen += look(pid, entry->d_name, &uid, &gid);
        if (uid != getuid() || gid != getgid()) {
            escaped(entry->d_name, "to uid %u, gid %u", uid, gid);
        }

        kill(pid, SIGKILL);
        waitpid(pid, NULL, 0);
    }

    printf("looked at %s\n", seen > 0 ? "some" : "none");
}
