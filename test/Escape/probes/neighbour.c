// "leave": leaves a trace in every place that two programs could share, and stays. "look": looks for the traces.
#include "probe.h"
#include <mqueue.h>
#include <semaphore.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/un.h>

enum { KEY = 0x686f7463 };

static const struct sockaddr_un abstract = {.sun_family = AF_UNIX, .sun_path = "\0neighbour"};
static const socklen_t abstract_length = offsetof(struct sockaddr_un, sun_path) + 10;

static void leave(void) {
    close(open("/tmp/neighbour", O_CREAT | O_WRONLY, 0666));
    close(open("/work/neighbour", O_CREAT | O_WRONLY, 0666));
    shm_open("/neighbour", O_CREAT | O_RDWR, 0666);
    sem_open("/neighbour", O_CREAT, 0666, 1);
    mq_open("/neighbour", O_CREAT | O_RDWR, 0666, NULL);
    shmget(KEY, 4096, IPC_CREAT | 0666);
    semget(KEY, 1, IPC_CREAT | 0666);
    msgget(KEY, IPC_CREAT | 0666);
    int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    bind(listener, (const struct sockaddr *)&abstract, abstract_length);
    listen(listener, 1);
}

static long open_semaphore(void) {
    sem_t *semaphore = sem_open("/neighbour", 0);
    return semaphore == SEM_FAILED ? -1 : 0;
}

static void look(void) {
    TRY("/tmp", open("/tmp/neighbour", O_RDONLY));
    TRY("/work", open("/work/neighbour", O_RDONLY));
    TRY("shared memory", shm_open("/neighbour", O_RDONLY, 0));
    TRY("semaphore", open_semaphore());
    TRY("message queue", mq_open("/neighbour", O_RDONLY));
    TRY("System V shared memory", shmget(KEY, 4096, 0));
    TRY("System V semaphore", semget(KEY, 1, 0));
    TRY("System V message queue", msgget(KEY, 0));
    TRY("abstract socket", connect(socket(AF_UNIX, SOCK_STREAM, 0), (const struct sockaddr *)&abstract, abstract_length));
}

int main(int argc, char **argv) {
    if (argc > 1 && strcmp(argv[1], "leave") == 0) {
        leave();
        puts("left");
        pause();
    }

    if (argc > 1 && strcmp(argv[1], "both") == 0) {
        leave();
    }

    look();
}
