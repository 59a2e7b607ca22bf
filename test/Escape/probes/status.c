// Prints what the kernel says about the program's rights, and about those of a child and of a thread.
#include "probe.h"
#include <pthread.h>

static void print_status(const char *path) {
    static const char *const wanted[] = {"Uid:", "Gid:", "Groups:", "NoNewPrivs:", "Seccomp:", "CapInh:", "CapPrm:", "CapEff:", "CapBnd:", "CapAmb:",
                                         "SigBlk:", "SigIgn:"};
    FILE *status = fopen(path, "r");
    for (char line[1024]; status && fgets(line, sizeof line, status);) {
        for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
            if (strncmp(line, wanted[i], strlen(wanted[i])) == 0) {
                fputs(line, stdout);
            }
        }
    }
}

static void *in_thread(void *unused) {
    print_status("/proc/thread-self/status");
    return unused;
}

int main(void) {
    print_status("/proc/self/status");
    puts("child");
    if (fork() == 0) {
        print_status("/proc/self/status");
        _exit(0);
    }

    wait(NULL);
    puts("thread");
    pthread_t thread;
    pthread_create(&thread, NULL, in_thread, NULL);
    pthread_join(thread, NULL);
}
