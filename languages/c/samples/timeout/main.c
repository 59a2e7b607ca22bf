#include <stdio.h>

int main(void) {
    puts("started");
    fflush(stdout);
    for (;;) {
    }
}
