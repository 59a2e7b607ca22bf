// Leaves a tree of folders so deep that removing it by recursion would fail.
#include "probe.h"

int main(void) {
    only_in_a_cell();
    int depth = 0;
    while (depth < 5000 && (mkdir("d", 0700) == 0 || errno == EEXIST) && chdir("d") == 0) {
        depth++;
    }

    printf("%d deep\n", depth);
}
