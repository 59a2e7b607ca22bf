#include <stdio.h>

// 500 000 calls that are alive at once need more than the 8 MiB of stack of an ordinary shell.
static int depth(int left) {
    char digits[16];
    return snprintf(digits, sizeof digits, "%d", left) > 0 && left > 0 ? depth(left - 1) + 1 : 0;
}

int main(void) {
    printf("%d\n", depth(500000));
}
