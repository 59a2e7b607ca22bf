// Makes hard links, in the working folder, to files that are not the program's own.
#include "probe.h"

static void link_here(const char *path) {
    TRY(path, link(path, "linked-by-a-probe"));
    unlink("linked-by-a-probe");
}

static void link_open_file(const char *attempt, int fd, const char *path, int flags) {
    TRY(attempt, linkat(fd, path, AT_FDCWD, "linked-by-a-probe", flags));
    unlink("linked-by-a-probe");
    close(fd);
}

int main(void) {
    link_here("/usr/bin/env");
    link_here("/etc/passwd");
    link_here("/dev/null");
    link_here("/proc/self/status");
    char path[64];
    int fd = open("/usr/bin/env", O_RDONLY);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    link_open_file("an open file by /proc", fd, path, AT_SYMLINK_FOLLOW);
    TRY("move a program", rename("/usr/bin/env", "moved-by-a-probe"));
    rename("moved-by-a-probe", "/usr/bin/env");
    TRY("exchange", renameat2(AT_FDCWD, "/usr/bin/env", AT_FDCWD, ".", RENAME_EXCHANGE));
}
