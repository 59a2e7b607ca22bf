// Loads code of its own into the kernel: filters of system calls and of packets.
#include "probe.h"
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/prctl.h>
#include <sys/socket.h>

static struct sock_filter allow[] = {BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
static struct sock_filter log_all[] = {BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_LOG)};
static struct sock_fprog allowing = {1, allow}, logging = {1, log_all};

// In a child, for what is installed stays.
#define TRY_IN_CHILD(attempt, call)  \
    do {                             \
        if (fork() == 0) {           \
            TRY(attempt, call);      \
            syscall(SYS_exit, 0);    \
        }                            \
        wait(NULL);                  \
    } while (0)

int main(void) {
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    TRY_IN_CHILD("a filter", syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &allowing));
    TRY_IN_CHILD("a filter that logs", syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &logging));
    TRY_IN_CHILD("a filter that logs its refusals", syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_LOG, &allowing));
    TRY_IN_CHILD("a filter with a listener", syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &allowing));
    TRY_IN_CHILD("a filter by prctl", prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &logging));
    TRY_IN_CHILD("a filter with high bits", syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER | 1L << 32, 0, &allowing));
    TRY_IN_CHILD("strict mode", syscall(SYS_seccomp, SECCOMP_SET_MODE_STRICT, 0, NULL));
    TRY_IN_CHILD("strict mode by prctl", prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT));
    int socket_fd = socket(AF_UNIX, SOCK_DGRAM, 0), listener = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(listener, SOL_SOCKET, SO_REUSEPORT, &(int){1}, sizeof(int));
    TRY("a packet filter", setsockopt(socket_fd, SOL_SOCKET, SO_ATTACH_FILTER, &allowing, sizeof allowing));
    TRY("a packet filter by bpf", setsockopt(socket_fd, SOL_SOCKET, SO_ATTACH_BPF, &(int){-1}, sizeof(int)));
    TRY("a filter of listeners", setsockopt(listener, SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, &allowing, sizeof allowing));
    TRY("a filter of listeners by bpf", setsockopt(listener, SOL_SOCKET, SO_ATTACH_REUSEPORT_EBPF, &(int){-1}, sizeof(int)));
    TRY("a layer below TCP's user", setsockopt(listener, IPPROTO_TCP, TCP_ULP, "tls", 3));
}
