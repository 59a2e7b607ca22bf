// Connects to address and port pairs, and sends a datagram to each.
#include "probe.h"
#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/time.h>

static void reach(const char *address, int port, int type, const char *how) {
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
    } to = {0};
    int is_v6 = strchr(address, ':') != NULL;
    to.any.sa_family = is_v6 ? AF_INET6 : AF_INET;
    inet_pton(to.any.sa_family, address, is_v6 ? (void *)&to.v6.sin6_addr : (void *)&to.v4.sin_addr);
    to.v4.sin_port = htons((unsigned short)port);
    int fd = socket(to.any.sa_family, type, 0);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &(struct timeval){.tv_sec = 2}, sizeof(struct timeval));
    char attempt[128];
    snprintf(attempt, sizeof attempt, "%s to %s", how, address);
    socklen_t length = is_v6 ? sizeof to.v6 : sizeof to.v4;
    long result = type == SOCK_STREAM ? connect(fd, &to.any, length) : sendto(fd, "x", 1, 0, &to.any, length);
    if (result < 0 && errno == EINPROGRESS) {
        escaped(attempt, "to where nobody answers");
    } else {
        report(attempt, result);
    }

    close(fd);
}

int main(int argc, char **argv) {
    for (int i = 1; i + 1 < argc; i += 2) {
        reach(argv[i], atoi(argv[i + 1]), SOCK_STREAM, "tcp");
        reach(argv[i], atoi(argv[i + 1]), SOCK_DGRAM, "udp");
    }
}
