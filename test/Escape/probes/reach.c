// Reaches for processes by the numbers that the machine gives them.
#include "probe.h"
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/uio.h>

static void try_open(int pid, const char *name) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", pid, name);
    TRY(name, open(path, O_RDONLY));
}

int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++) {
        int pid = atoi(argv[i]);
        char byte;
        struct iovec here = {&byte, 1}, there = {(void *)0x400000, 1};
        struct rlimit limit;
        TRY("kill", kill(pid, 0));
        TRY("pidfd_open", syscall(SYS_pidfd_open, pid, 0));
        TRY("ptrace attach", ptrace(PTRACE_ATTACH, pid, NULL, NULL));
        ptrace(PTRACE_DETACH, pid, NULL, NULL);
        TRY("process_vm_readv", process_vm_readv(pid, &here, 1, &there, 1, 0));
        TRY("prlimit", prlimit(pid, RLIMIT_NOFILE, NULL, &limit));
        TRY("getpriority", getpriority(PRIO_PROCESS, (id_t)pid));
        TRY("sched_getaffinity", sched_getaffinity(pid, sizeof(cpu_set_t), &(cpu_set_t){0}));
        TRY("getpgid", getpgid(pid));
        TRY("get_robust_list", syscall(SYS_get_robust_list, pid, &(void *){NULL}, &(size_t){0}));
        try_open(pid, "status");
        try_open(pid, "cmdline");
        try_open(pid, "environ");
        try_open(pid, "root");
        try_open(pid, "cwd/main.c");
        try_open(pid, "ns/net");
    }
}
