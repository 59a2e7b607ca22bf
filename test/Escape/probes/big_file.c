// Makes one file larger than a file may be.
#include "probe.h"
#include <sys/statvfs.h>

int main(void) {
    only_in_a_cell();
    signal(SIGXFSZ, SIG_IGN);
    int fd = open("big", O_CREAT | O_WRONLY, 0600);
    TRY("fallocate", fallocate(fd, 0, 0, 1L << 40));
    TRY("ftruncate", ftruncate(fd, 1L << 40));
    TRY("write far away", pwrite(fd, "x", 1, 1L << 40));
}
