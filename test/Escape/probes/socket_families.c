// Makes a socket of every family there is, and tells which may be had.
#include "probe.h"
#include <sys/socket.h>

int main(void) {
    static const int types[] = {SOCK_STREAM, SOCK_DGRAM, SOCK_RAW, SOCK_SEQPACKET, SOCK_RDM};
    for (int family = 0; family < 64; family++) {
        int refused = 0;
        for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
            errno = 0;
            refused += socket(family, types[i], 0) < 0 && errno == EAFNOSUPPORT && socketpair(family, types[i], 0, (int[2]){0}) < 0;
        }

        if (refused < 5) {
            printf("family %d\n", family);
        }
    }

    // The number is an int: what lies above its 32 bits must not hide it from a filter.
    TRY("AF_VSOCK with high bits", syscall(SYS_socket, 40L | 1L << 32, SOCK_STREAM, 0));
}
