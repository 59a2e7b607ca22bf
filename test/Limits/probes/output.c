// Writes so many bytes to stdout, and so many to stderr.
#include "probe.h"

static void put(int fd, long bytes) {
    static char block[1 << 12];
    memset(block, 'x', sizeof block);
    while (bytes > 0) {
        long put = write(fd, block, bytes < (long)sizeof block ? bytes : (long)sizeof block);
        if (put < 0) {
            exit(1);
        }

        bytes -= put;
    }
}

int main(int argc, char **argv) {
    only_in_a_cell();
    put(1, argc > 2 ? atol(argv[1]) : 0);
    put(2, argc > 2 ? atol(argv[2]) : 0);
}
