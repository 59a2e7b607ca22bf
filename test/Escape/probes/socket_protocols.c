// Makes an internet socket of every type and protocol, and tells which may be had. Ping sockets, which some machines allow, are left out.
#include "probe.h"
#include <netinet/in.h>
#include <sys/socket.h>

int main(void) {
    static const int families[] = {AF_INET, AF_INET6};
    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
        for (int type = 0; type < 16; type++) {
            for (int protocol = 0; protocol < 300; protocol++) {
                int fd = socket(families[i], type, protocol);
                if (fd >= 0 && protocol != IPPROTO_ICMP && protocol != IPPROTO_ICMPV6) {
                    printf("family %d, type %d, protocol %d\n", families[i], type, protocol);
                }

                close(fd);
            }
        }
    }

    TRY("MPTCP with high bits", syscall(SYS_socket, AF_INET, SOCK_STREAM, 262L | 1L << 32));
}
