// Makes sockets that see or forge packets, and changes the network's set-up.
#include "probe.h"
#include <net/if.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

int main(void) {
    TRY("raw inet", socket(AF_INET, SOCK_RAW, IPPROTO_RAW));
    TRY("raw icmp", socket(AF_INET, SOCK_RAW, IPPROTO_ICMP));
    TRY("raw inet6", socket(AF_INET6, SOCK_RAW, IPPROTO_RAW));
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    struct ifreq lo = {.ifr_name = "lo"};
    ioctl(fd, SIOCGIFFLAGS, &lo);
    TRY("set the flags of lo", ioctl(fd, SIOCSIFFLAGS, &lo));
    TRY("mark packets", setsockopt(fd, SOL_SOCKET, SO_MARK, &(int){1}, sizeof(int)));
}
