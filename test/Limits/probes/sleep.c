// Sleeps for so many milliseconds.
#include "probe.h"
#include <time.h>

int main(int argc, char **argv) {
    long milliseconds = argc > 1 ? atol(argv[1]) : 0;
    struct timespec time = { milliseconds / 1000, milliseconds % 1000 * 1000000 };
    nanosleep(&time, NULL);
    puts("over");
}
