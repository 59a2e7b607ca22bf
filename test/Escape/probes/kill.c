// Signals init, and the processes of the host that it is given.
#include "probe.h"

int main(int argc, char **argv) {
    // The kernel keeps init from its own children's SIGKILL, but asks first whether they may.
    TRY("kill(1, SIGKILL)", kill(1, SIGKILL));
    TRY("kill(1, 0)", kill(1, 0));
    TRY("tgkill(1, 1, 0)", syscall(SYS_tgkill, 1, 1, 0));
    TRY("sigqueue(1, 0)", sigqueue(1, 0, (union sigval){0}));
    int init = (int)syscall(SYS_pidfd_open, 1, 0);
    TRY("pidfd_send_signal(1, 0)", syscall(SYS_pidfd_send_signal, init, 0, NULL, 0));
    for (int i = 1; i < argc; i++) {
        TRY("a process of the host", kill(atoi(argv[i]), 0));
    }
}
