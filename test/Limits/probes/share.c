// So many processes that want all of a CPU, for so many milliseconds.
#include "probe.h"
#include <time.h>

static long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

int main(int argc, char **argv) {
    only_in_a_cell();
    int processes = argc > 2 ? atoi(argv[1]) : 0;
    long end = now() + (argc > 2 ? atol(argv[2]) : 0);
    for (int i = 1; i < processes; i++) {
        if (fork() == 0) {
            while (now() < end) {
            }

            _exit(0);
        }
    }

    while (now() < end) {
    }

    while (wait(NULL) > 0) {
    }
}
