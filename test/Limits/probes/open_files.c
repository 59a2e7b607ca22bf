// Has so many descriptors open at once, stdio included.
#include "probe.h"

int main(int argc, char **argv) {
    int wanted = argc > 1 ? atoi(argv[1]) : 0;
    for (int count = 3; count < wanted; count++) {
        if (open("/dev/null", O_RDONLY) < 0) {
            printf("%d, then %s\n", count, strerrorname_np(errno));
            return 0;
        }
    }

    printf("%d\n", wanted);
}
