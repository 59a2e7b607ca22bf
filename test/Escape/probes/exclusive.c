// For a program that has a terminal: makes it its own alone, at once.
#include "probe.h"
#include <sys/ioctl.h>

int main(void) {
    puts(ioctl(0, TIOCEXCL) == 0 ? "mine" : strerror(errno));
}
