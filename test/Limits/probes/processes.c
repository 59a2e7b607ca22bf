// Has so many processes, or threads, at once, itself included. The last argument says what it does when one is refused: "fail" with exit code 1,
// "go-on" and succeed, or say so and fail "later" for a reason of its own.
#include "probe.h"
#include <pthread.h>

static void *wait_for_the_end(void *unused) {
    pause();
    return unused;
}

static int one_more(int threads) {
    if (threads) {
        pthread_t thread;
        pthread_attr_t small;
        pthread_attr_init(&small);
        pthread_attr_setstacksize(&small, 1 << 16);
        return pthread_create(&thread, &small, wait_for_the_end, NULL);
    }

    pid_t child = fork();
    if (child == 0) {
        pause();
    }

    return child < 0 ? errno : 0;
}

int main(int argc, char **argv) {
    only_in_a_cell();
    if (argc < 4) {
        return 2;
    }

    int wanted = atoi(argv[2]);
    for (int count = 1; count < wanted; count++) {
        int error = one_more(strcmp(argv[1], "threads") == 0);
        if (error) {
            printf("%d, then %s\n", count, strerrorname_np(error));
            if (strcmp(argv[3], "fail") == 0) {
                return 1;
            }

            if (strcmp(argv[3], "later") == 0) {
                sleep(3);
                return 3;
            }

            return 0;
        }
    }

    printf("%d\n", wanted);
    return 0;
}
