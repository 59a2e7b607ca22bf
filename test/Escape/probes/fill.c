// Fills the folders that it is given, with bytes or (first argument "inodes") with empty files, until it may not.
#include "probe.h"

static char block[1 << 16];

static int fill_with_bytes(void) {
    for (int file = 0;; file++) {
        char name[32];
        snprintf(name, sizeof name, "f%d", file);
        int fd = open(name, O_CREAT | O_WRONLY, 0600);
        if (fd < 0) {
            return errno;
        }

        // Each below the limit of one file's size.
        for (int written = 0; written < 8 << 20; written += sizeof block) {
            if (write(fd, block, sizeof block) < 0) {
                return errno;
            }
        }

        close(fd);
    }
}

static int fill_with_files(void) {
    for (int file = 0;; file++) {
        char name[32];
        snprintf(name, sizeof name, "i%d", file);
        int fd = open(name, O_CREAT | O_WRONLY, 0600);
        if (fd < 0) {
            return errno;
        }

        close(fd);
    }
}

int main(int argc, char **argv) {
    only_in_a_cell();
    memset(block, 'x', sizeof block);
    for (int i = 2; i < argc; i++) {
        int error = chdir(argv[i]) < 0 ? errno : strcmp(argv[1], "inodes") == 0 ? fill_with_files() : fill_with_bytes();
        blocked(argv[i], error);
    }
}
