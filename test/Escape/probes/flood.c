// Writes without end: to "stdout", "stderr", or "both"; in large pieces, or one byte at a time.
#include "probe.h"

int main(int argc, char **argv) {
    static char block[1 << 16];
    memset(block, 'x', sizeof block);
    size_t size = argc > 2 && strcmp(argv[2], "bytes") == 0 ? 1 : sizeof block;
    for (;;) {
        if (strcmp(argv[1], "stderr") != 0) {
            write(1, block, size);
        }

        if (strcmp(argv[1], "stdout") != 0) {
            write(2, block, size);
        }
    }
}
