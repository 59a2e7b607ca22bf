// Leaves a process behind that has left its session, ignores every signal that can be ignored, and spins. With "quiet" it also closes its stdio.
// Its name in /proc/<pid>/cmdline is the first argument.
#include "probe.h"

int main(int argc, char **argv) {
    only_in_a_cell();
    if (fork() == 0) {
        setsid();
        if (fork() == 0) {
            for (int number = 1; number < NSIG; number++) {
                signal(number, SIG_IGN);
            }

            if (argc > 2 && strcmp(argv[2], "quiet") == 0) {
                close(0);
                close(1);
                close(2);
            }

            for (;;) {
                sched_yield();
            }
        }

        _exit(0);
    }

    wait(NULL);
    puts("left");
}
