// Makes and enters namespaces, one kind at a time.
#include "probe.h"
#include <linux/sched.h>

static const struct {
    const char *name;
    long flag;
} kinds[] = {
    {"user", CLONE_NEWUSER}, {"mnt", CLONE_NEWNS}, {"pid", CLONE_NEWPID}, {"net", CLONE_NEWNET},
    {"ipc", CLONE_NEWIPC}, {"uts", CLONE_NEWUTS}, {"cgroup", CLONE_NEWCGROUP}, {"time", CLONE_NEWTIME},
};

int main(void) {
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        char attempt[64], path[64];
        snprintf(attempt, sizeof attempt, "unshare %s", kinds[i].name);
        if (fork() == 0) {
            TRY(attempt, unshare((int)kinds[i].flag));
            _exit(0);
        }

        wait(NULL);
        snprintf(path, sizeof path, "/proc/self/ns/%s", kinds[i].name);
        snprintf(attempt, sizeof attempt, "setns %s", kinds[i].name);
        TRY(attempt, syscall(SYS_setns, open(path, O_RDONLY), 0));

        // clone keeps its low byte for a signal, so it cannot make a time namespace.
        if (kinds[i].flag != CLONE_NEWTIME) {
            snprintf(attempt, sizeof attempt, "clone %s", kinds[i].name);
            long child = syscall(SYS_clone, kinds[i].flag | SIGCHLD, NULL, NULL, NULL, NULL);
            if (child == 0) {
                _exit(0);
            }

            report(attempt, child);
        }
    }

    TRY("unshare with high bits", syscall(SYS_unshare, CLONE_NEWUSER | 1L << 32));
    TRY("unshare all at once", unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_FS));
    TRY("setns by process", syscall(SYS_setns, (int)syscall(SYS_pidfd_open, getpid(), 0), CLONE_NEWUTS));
}
