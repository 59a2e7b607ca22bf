// Uses so many bytes of its stack, from the very top where arguments and environment lie.
#include "probe.h"

extern char **environ;

int main(int argc, char **argv) {
    long bytes = argc > 1 ? atol(argv[1]) : 0;
    char **last = environ;
    while (*last) {
        last++;
    }

    // The highest byte is in the page of the last string.
    char *top = (char *)(((unsigned long)last[-1] | 0xfff) + 1);
    for (volatile char *at = (char *)&bytes; at > top - bytes; at -= 4096) {
        // Below the stack pointer by more than a page at a time is fine: the kernel grows the stack for any address within its limit.
        *at = 1;
    }

    puts("used");
}
