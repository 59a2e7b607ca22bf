// Forks without end; or, with "once", until it may not, and fails with the reason.
#include "probe.h"

int main(int argc, char **argv) {
    only_in_a_cell();
    if (argc < 2 || strcmp(argv[1], "once") != 0) {
        for (;;) {
            fork();
        }
    }

    for (int count = 0;; count++) {
        int child = fork();
        if (child == 0) {
            pause();
        } else if (child < 0) {
            blocked("fork", errno);
            printf("%d children\n", count);
            return 1;
        }
    }
}
