// Asks for core dumps; then dies in every way that leaves one, if it can.
#include "probe.h"
#include <dirent.h>
#include <sys/prctl.h>
#include <sys/resource.h>

static int files(void) {
    int count = 0;
    DIR *here = opendir(".");
    while (here && readdir(here)) {
        count++;
    }

    closedir(here);
    return count;
}

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
    static const int deadly[] = {SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGXCPU, SIGXFSZ, SIGSYS};
    int before = files(), dumped = 0;
    for (size_t i = 0; i < sizeof deadly / sizeof *deadly; i++) {
        int status;
        if (fork() == 0) {
            prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
            raise(deadly[i]);
            _exit(0);
        }

        wait(&status);
        dumped += WIFSIGNALED(status) && WTERMSIG(status) == deadly[i] && WCOREDUMP(status);
        if (!WIFSIGNALED(status)) {
            printf("survived signal %d\n", deadly[i]);
        }
    }

    printf("%d dumped, %d files more\n", dumped, files() - before);
}
