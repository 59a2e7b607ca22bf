// Uses so many milliseconds of CPU time in one of several ways: alone, in a child that it waits for, in children that it does not wait for, or in
// two threads together.
#include "probe.h"
#include <pthread.h>
#include <time.h>

static long wanted;

static void burn(clockid_t clock, long milliseconds) {
    struct timespec used;
    do {
        clock_gettime(clock, &used);
    } while (used.tv_sec * 1000 + used.tv_nsec / 1000000 < milliseconds);
}

static void *burn_a_half(void *unused) {
    burn(CLOCK_THREAD_CPUTIME_ID, wanted / 2);
    return unused;
}

int main(int argc, char **argv) {
    only_in_a_cell();
    const char *way = argc > 2 ? argv[1] : "";
    wanted = argc > 2 ? atol(argv[2]) : 0;
    if (strcmp(way, "alone") == 0) {
        burn(CLOCK_PROCESS_CPUTIME_ID, wanted);
    } else if (strcmp(way, "waited") == 0) {
        if (fork() == 0) {
            burn(CLOCK_PROCESS_CPUTIME_ID, wanted);
            return 0;
        }

        wait(NULL);
    } else if (strcmp(way, "unwaited") == 0) {
        // The end of the pipe tells that they are done; nobody reaps them.
        int pipes[2];
        if (pipe(pipes) < 0) {
            return 1;
        }

        for (int i = 0; i < 2; i++) {
            if (fork() == 0) {
                close(pipes[0]);
                burn(CLOCK_PROCESS_CPUTIME_ID, wanted / 2);
                _exit(0);
            }
        }

        close(pipes[1]);
        char end;
        if (read(pipes[0], &end, 1) != 0) {
            return 1;
        }
    } else if (strcmp(way, "threads") == 0) {
        pthread_t other;
        pthread_create(&other, NULL, burn_a_half, NULL);
        burn_a_half(NULL);
        pthread_join(other, NULL);
    } else {
        return 2;
    }

    puts("over");
}
