// clone3, whose flags a filter cannot see.
#include "probe.h"
#include <linux/sched.h>

static long clone3(unsigned long long flags) {
    struct clone_args args = {.flags = flags, .exit_signal = SIGCHLD};
    long child = syscall(SYS_clone3, &args, sizeof args);
    if (child == 0) {
        _exit(0);
    }

    return child;
}

int main(void) {
    TRY("plain", clone3(0));
    TRY("with a user namespace", clone3(CLONE_NEWUSER));
    TRY("with a time namespace", clone3(CLONE_NEWTIME));
    TRY("into a cgroup", clone3(CLONE_INTO_CGROUP));
}
