// Holds so many MiB at once, in one of several ways; "mixed" holds as many again in files.
#include "probe.h"
#include <sys/mman.h>
#include <sys/shm.h>

enum { CHUNK = 1 << 20 };

static void use(void *chunk) {
    if (chunk == NULL || chunk == MAP_FAILED) {
        perror("memory");
        exit(1);
    }

    memset(chunk, 1, CHUNK);
}

static void anonymous(void) { use(mmap(NULL, CHUNK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)); }

static void shared(void) { use(mmap(NULL, CHUNK, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)); }

static void system_v(void) {
    void *chunk = shmat(shmget(IPC_PRIVATE, CHUNK, IPC_CREAT | 0600), NULL, 0);
    use(chunk == (void *)-1 ? NULL : chunk);
}

static void memory_file(void) {
    static char block[CHUNK];
    static int fd;
    fd = fd ? fd : memfd_create("held", 0);
    if (write(fd, block, CHUNK) != CHUNK) {
        perror("write");
        exit(1);
    }
}

// A file of a disk in memory, as large as it may be.
static void file(const char *folder) {
    static char block[CHUNK];
    char name[64];
    static int fd = -1;
    static int chunks;
    if (chunks++ % 8 == 0) {
        snprintf(name, sizeof name, "%s/f%d", folder, chunks);
        fd = open(name, O_CREAT | O_WRONLY, 0600);
    }

    if (write(fd, block, CHUNK) != CHUNK) {
        perror("write");
        exit(1);
    }
}

// Each takes 4 MiB; only all together are many.
static void in_processes(int megabytes) {
    int ready[2];
    if (pipe(ready) < 0) {
        exit(1);
    }

    int children = megabytes / 4;
    for (int i = 0; i < children; i++) {
        if (fork() == 0) {
            for (int j = 0; j < 4; j++) {
                anonymous();
            }

            if (write(ready[1], "r", 1) == 1) {
                pause();
            }
        }
    }

    char byte;
    for (int i = 0; i < children; i++) {
        if (read(ready[0], &byte, 1) != 1) {
            exit(1);
        }
    }
}

int main(int argc, char **argv) {
    only_in_a_cell();
    const char *way = argc > 2 ? argv[1] : "";
    int megabytes = argc > 2 ? atoi(argv[2]) : 0;
    if (strcmp(way, "processes") == 0) {
        in_processes(megabytes);
        puts("held");
        return 0;
    }

    for (int i = 0; i < megabytes; i++) {
        if (strcmp(way, "anonymous") == 0) {
            anonymous();
        } else if (strcmp(way, "shared") == 0) {
            shared();
        } else if (strcmp(way, "system-v") == 0) {
            system_v();
        } else if (strcmp(way, "memory-file") == 0) {
            memory_file();
        } else if (strcmp(way, "tmpfs") == 0) {
            file("/tmp");
        } else if (strcmp(way, "mixed") == 0) {
            anonymous();
            file("/work");
        } else {
            return 2;
        }
    }

    puts("held");
}
