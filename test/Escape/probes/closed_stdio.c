// Closes its stdio at once and goes on for a while: the end of the streams is not the end of the program.
#include "probe.h"

int main(void) {
    close(0);
    close(1);
    close(2);
    usleep(300000);
    return 7;
}
