// without N[:A][,N[:A]…] COMMAND…: runs a command for which the system calls of these numbers do not exist (ENOSYS), or do not with A as their second
// argument, as on an older kernel or inside somebody else's filter.
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

enum { MOST = 16 };

int main(int argc, char **argv) {
    struct sock_filter code[5 * MOST + 1];
    struct sock_fprog filter = {0, code};
    if (argc < 3) {
        return 2;
    }

    for (char *number = strtok(argv[1], ","); number && filter.len < 5 * MOST; number = strtok(NULL, ",")) {
        const char *argument = strchr(number, ':');
        code[filter.len++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
        code[filter.len++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)atoi(number), 0, argument ? 3 : 1);
        if (argument) {
            code[filter.len++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[1]));
            code[filter.len++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)strtoul(argument + 1, NULL, 0), 0, 1);
        }

        code[filter.len++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS);
    }

    code[filter.len++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0) {
        perror("without");
        return 1;
    }

    execv(argv[2], argv + 2);
    perror(argv[2]);
    return 1;
}
