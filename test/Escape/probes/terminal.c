// Types into a terminal of its own, as TIOCSTI would into one that it was given.
#include "probe.h"
#include <sys/ioctl.h>

int main(void) {
    int master = posix_openpt(O_RDWR | O_NOCTTY);
    if (master < 0 || grantpt(master) < 0 || unlockpt(master) < 0) {
        perror("no terminal to try with");
        return 1;
    }

    setsid();
    int terminal = open(ptsname(master), O_RDWR);
    ioctl(terminal, TIOCSCTTY, 0);
    TRY("TIOCSTI", ioctl(terminal, TIOCSTI, "x"));
    TRY("TIOCSTI with high bits", syscall(SYS_ioctl, terminal, TIOCSTI | 1L << 32, "x"));
    TRY("TIOCLINUX", ioctl(terminal, TIOCLINUX, "\x0c"));
    TRY("TIOCSETD", ioctl(terminal, TIOCSETD, &(int){0}));
}
