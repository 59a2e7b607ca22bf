// Fills a folder's file system: with so many "bytes", or with so many "files"; "all" means all that statfs(2) says there is room for, and a number
// after it that many more.
#include "probe.h"
#include <sys/statvfs.h>

static int fill_bytes(long bytes) {
    static char block[1 << 16];
    int fd = open("filled", O_CREAT | O_WRONLY, 0600);
    while (bytes > 0) {
        long put = write(fd, block, bytes < (long)sizeof block ? bytes : (long)sizeof block);
        if (put < 0) {
            return errno;
        }

        bytes -= put;
    }

    return 0;
}

static int fill_files(long files) {
    for (long i = 0; i < files; i++) {
        char name[32];
        snprintf(name, sizeof name, "f%ld", i);
        int fd = open(name, O_CREAT | O_WRONLY, 0600);
        if (fd < 0) {
            return errno;
        }

        close(fd);
    }

    return 0;
}

int main(int argc, char **argv) {
    only_in_a_cell();
    struct statvfs room;
    if (argc < 4 || chdir(argv[1]) < 0 || statvfs(".", &room) < 0) {
        return 2;
    }

    int bytes = strcmp(argv[2], "bytes") == 0;
    long whole = bytes ? (long)(room.f_blocks * room.f_bsize) : (long)room.f_files;
    long left = (bytes ? (long)(room.f_bavail * room.f_bsize) : (long)room.f_favail) + atol(argv[3]);
    int error = bytes ? fill_bytes(left) : fill_files(left);
    printf("of %ld: %s\n", whole, error ? strerrorname_np(error) : "filled");
}
