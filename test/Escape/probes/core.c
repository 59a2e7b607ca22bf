// Asks for core dumps; then leaves one, if it can.
#include "probe.h"
#include <dirent.h>
#include <sys/resource.h>

int main(void) {
    struct rlimit core;
    getrlimit(RLIMIT_CORE, &core);
    printf("core size %lu of %lu\n", (unsigned long)core.rlim_cur, (unsigned long)core.rlim_max);
    TRY("0 by setrlimit", setrlimit(RLIMIT_CORE, &(struct rlimit){0, 1}));
    TRY("0 by setrlimit itself", syscall(SYS_setrlimit, RLIMIT_CORE, &(struct rlimit){0, 0}));
    TRY("0 by prlimit", prlimit(0, RLIMIT_CORE, &(struct rlimit){0, 0}, NULL));
    TRY("more by prlimit", prlimit(0, RLIMIT_CORE, &(struct rlimit){RLIM_INFINITY, RLIM_INFINITY}, NULL));
    TRY("with high bits", syscall(SYS_prlimit64, 0, RLIMIT_CORE | 1L << 32, &(struct rlimit){0, 0}, NULL));
    int child = fork();
    if (child == 0) {
        pause();
    }

    TRY("0 for a child", prlimit(child, RLIMIT_CORE, &(struct rlimit){0, 0}, NULL));
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    int status;
    if (fork() == 0) {
        abort();
    }

    wait(&status);
    printf("core %s\n", WCOREDUMP(status) ? "dumped: ESCAPED" : "not dumped");
}
