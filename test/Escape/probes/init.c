// Reaches into init, the one process beside it.
#include "probe.h"
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/uio.h>

int main(void) {
    char byte;
    struct rlimit limit;
    cpu_set_t cpus;
    sched_getaffinity(1, sizeof cpus, &cpus);
    struct iovec here = {&byte, 1}, there = {(void *)0x400000, 1};
    TRY("ptrace attach", ptrace(PTRACE_ATTACH, 1, NULL, NULL));
    ptrace(PTRACE_DETACH, 1, NULL, NULL);
    TRY("ptrace seize", ptrace(PTRACE_SEIZE, 1, NULL, NULL));
    ptrace(PTRACE_DETACH, 1, NULL, NULL);
    TRY("process_vm_readv", process_vm_readv(1, &here, 1, &there, 1, 0));
    TRY("process_vm_writev", process_vm_writev(1, &here, 1, &there, 1, 0));
    TRY("pidfd_getfd", syscall(SYS_pidfd_getfd, (int)syscall(SYS_pidfd_open, 1, 0), 0, 0));
    TRY("kcmp", syscall(SYS_kcmp, 1, 1, 0, 0, 0));
    TRY("prlimit", prlimit(1, RLIMIT_NOFILE, NULL, &limit));
    TRY("setpriority", setpriority(PRIO_PROCESS, 1, getpriority(PRIO_PROCESS, 1)));
    TRY("sched_setaffinity", sched_setaffinity(1, sizeof cpus, &cpus));
    TRY("sched_setscheduler", sched_setscheduler(1, sched_getscheduler(1), &(struct sched_param){0}));
    TRY("move_pages", syscall(SYS_move_pages, 1, 1, &(void *){(void *)0x400000}, &(int){0}, &(int){0}, 0));
    TRY("get_robust_list", syscall(SYS_get_robust_list, 1, &(void *){NULL}, &(size_t){0}));
}
