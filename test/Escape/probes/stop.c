// Stops itself, where nobody will ever continue it.
#include "probe.h"

int main(void) {
    puts("stopping");
    kill(getpid(), SIGSTOP);
    puts("continued");
}
