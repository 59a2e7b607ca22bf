// Takes what the kernel counts per user, across all namespaces, or for the whole machine. "all": as much as it can, and stays; else one of each.
#include "probe.h"
#include <mqueue.h>
#include <sys/inotify.h>
#include <sys/shm.h>
#include <time.h>

static long aio_context(void) {
    unsigned long context = 0;
    return syscall(SYS_io_setup, 1000, &context);
}

static long terminal(void) { return posix_openpt(O_RDWR | O_NOCTTY); }

static long notifier(void) { return inotify_init1(0); }

static long watch(void) {
    static int fd = -1, count;
    fd = fd < 0 ? inotify_init1(0) : fd;
    char name[32];
    snprintf(name, sizeof name, "/tmp/w%d", count++ % 10000);
    close(open(name, O_CREAT | O_WRONLY, 0600));
    return inotify_add_watch(fd, name, IN_ALL_EVENTS);
}

static long message_queue(void) {
    static int count;
    char name[32];
    snprintf(name, sizeof name, "/scarce%d", count++);
    return mq_open(name, O_CREAT | O_RDWR, 0600, NULL);
}

static long pending_signal(void) { return sigqueue(getpid(), SIGRTMIN, (union sigval){0}); }

static long timer(void) { return timer_create(CLOCK_MONOTONIC, NULL, &(timer_t){NULL}); }

static long locked_memory(void) { return shmctl(shmget(IPC_PRIVATE, 1 << 20, IPC_CREAT | 0600), SHM_LOCK, NULL); }

static const struct {
    const char *name;
    long (*take)(void);
} things[] = {
    {"aio context", aio_context}, {"terminal", terminal}, {"inotify instance", notifier}, {"inotify watch", watch},
    {"message queue", message_queue}, {"pending signal", pending_signal}, {"timer", timer}, {"locked memory", locked_memory},
};

int main(int argc, char **argv) {
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    if (argc > 1 && strcmp(argv[1], "all") == 0) {
        only_in_a_cell();
        for (size_t i = 0; i < sizeof things / sizeof *things; i++) {
            // By many processes, since each may open only so many files.
            for (int process = 0; process < 6; process++) {
                if (fork() == 0) {
                    for (int taken = 0; taken < 200000 && things[i].take() >= 0; taken++) {
                    }

                    pause();
                }
            }
        }

        sleep(2);
        puts("taken");
        pause();
    }

    for (size_t i = 0; i < sizeof things / sizeof *things; i++) {
        TRY(things[i].name, things[i].take() < 0 ? -1 : 0);
    }
}
