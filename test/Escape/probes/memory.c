// Takes memory without end, in one of several ways.
#include "probe.h"
#include <sys/mman.h>
#include <sys/shm.h>

enum { CHUNK = 1 << 20 };

static void take(void *(*chunk)(void)) {
    for (;;) {
        void *taken = chunk();
        if (taken == NULL || taken == MAP_FAILED) {
            blocked("memory", errno);
            exit(1);
        }

        memset(taken, 1, CHUNK);
    }
}

static void *anonymous(void) { return mmap(NULL, CHUNK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); }

static void *shared(void) { return mmap(NULL, CHUNK, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0); }

static void *system_v(void) {
    void *chunk = shmat(shmget(IPC_PRIVATE, CHUNK, IPC_CREAT | 0600), NULL, 0);
    return chunk == (void *)-1 ? NULL : chunk;
}

static void *memory_file(void) {
    int fd = memfd_create("taken", 0);
    ftruncate(fd, CHUNK);
    void *chunk = mmap(NULL, CHUNK, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    return chunk;
}

int main(int argc, char **argv) {
    only_in_a_cell();
    const char *way = argc > 1 ? argv[1] : "";
    if (strcmp(way, "anonymous") == 0) {
        take(anonymous);
    } else if (strcmp(way, "shared") == 0) {
        take(shared);
    } else if (strcmp(way, "system-v") == 0) {
        take(system_v);
    } else if (strcmp(way, "memory-file") == 0) {
        take(memory_file);
    } else if (strcmp(way, "processes") == 0) {
        // Each takes a little; only all together are too many.
        for (int i = 0; i < 48; i++) {
            if (fork() == 0) {
                for (int j = 0; j < 4; j++) {
                    memset(anonymous(), 1, CHUNK);
                }

                pause();
            }
        }

        pause();
    }

    return 2;
}
