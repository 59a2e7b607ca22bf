// Makes a file of so many bytes, almost all of them a hole.
#include "probe.h"

int main(int argc, char **argv) {
    int fd = open("large", O_CREAT | O_WRONLY, 0600);
    if (pwrite(fd, "x", 1, (argc > 1 ? atol(argv[1]) : 1) - 1) != 1) {
        perror("pwrite");
        return 1;
    }

    puts("made");
}
