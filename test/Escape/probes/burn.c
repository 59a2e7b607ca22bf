// Spends its CPU time in children that it never waits for.
#include "probe.h"

int main(void) {
    only_in_a_cell();
    for (int i = 0; i < 4; i++) {
        if (fork() == 0) {
            for (;;) {
            }
        }
    }

    pause();
}
