// Does nothing until it is killed; its first argument makes it recognizable in /proc/<pid>/cmdline.
#include "probe.h"

int main(void) {
    puts("waiting");
    pause();
}
