// Makes so many calls that are refused by name that whoever answers them is kept busy; each must be refused all the same.
#include "probe.h"

int main(void) {
    long refused = 0;
    for (int i = 0; i < 100000; i++) {
        refused += chroot("/work") == -1 && (errno == EPERM || errno == ENOSYS);
    }

    printf("refused %ld\n", refused);
}
