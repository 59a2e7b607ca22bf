// Starts threads until it may not, and fails with the reason.
#include "probe.h"
#include <pthread.h>

static void *rest(void *unused) {
    pause();
    return unused;
}

int main(void) {
    only_in_a_cell();
    for (int count = 0;; count++) {
        pthread_t thread;
        int error = pthread_create(&thread, NULL, rest, NULL);
        if (error != 0) {
            blocked("thread", error);
            printf("%d threads\n", count);
            return 1;
        }
    }
}
