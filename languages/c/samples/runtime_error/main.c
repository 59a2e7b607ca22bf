#include <assert.h>

static int half(int number) {
    assert(number % 2 == 0);
    return number / 2;
}

int main(void) {
    return half(3);
}
