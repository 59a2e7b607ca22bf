// "hold": locks files that many programs see, and stays. "look": tries to lock them, and to be told when somebody opens them (a lease).
#include "probe.h"
#include <sys/file.h>

static const char *const files[] = {"/usr/bin/env", "/usr/bin", "/etc/passwd", "/dev/null", "/proc/self/ns/time", "/proc/self/ns/uts", "/tmp"};

int main(int argc, char **argv) {
    int holds = argc > 1 && strcmp(argv[1], "hold") == 0;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char attempt[64];
        int fd = open(files[i], O_RDONLY | O_CLOEXEC);
        snprintf(attempt, sizeof attempt, "lock %s", files[i]);
        TRY(attempt, flock(fd, LOCK_EX | LOCK_NB));
        snprintf(attempt, sizeof attempt, "lease %s", files[i]);
        TRY(attempt, fcntl(fd, F_SETLEASE, F_RDLCK));
    }

    if (holds) {
        pause();
    }
}
