// Opens descriptors until it may not.
#include "probe.h"

int main(void) {
    only_in_a_cell();
    int last = 2;
    for (int fd; (fd = open("/dev/null", O_RDONLY)) >= 0;) {
        last = fd;
    }

    blocked("open", errno);
    printf("last %d\n", last);
}
