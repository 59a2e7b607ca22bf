// Opens the files and folders that it is given.
#include "probe.h"

int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++) {
        TRY(argv[i], open(argv[i], O_RDONLY | O_NONBLOCK));
    }
}
