// Kills all that it can reach, twice; then tells that it is still there.
#include "probe.h"

int main(void) {
    only_in_a_cell();
    for (int i = 0; i < 3; i++) {
        if (fork() == 0) {
            pause();
        }
    }

    kill(-1, SIGKILL);
    int status, killed = 0;
    while (wait(&status) > 0) {
        killed += WIFSIGNALED(status);
    }

    printf("killed %d of its own\n", killed);
    TRY("a second time", kill(-1, SIGKILL));
}
