#include <pthread.h>
#include <stdio.h>

static void *add(void *argument) {
    int *sum = argument;
    int total = 0;
    for (int i = *sum; i <= 1000; i += 4) {
        total += i;
    }

    *sum = total;
    return NULL;
}

int main(void) {
    pthread_t threads[4];
    int sums[4] = {0, 1, 2, 3};
    int total = 0;
    for (int i = 0; i < 4; i++) {
        pthread_create(&threads[i], NULL, add, &sums[i]);
    }

    for (int i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
        total += sums[i];
    }

    printf("%d\n", total);
}
