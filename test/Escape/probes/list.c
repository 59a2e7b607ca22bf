// Prints the entries of the folders that it is given, sorted, as paths.
#include "probe.h"
#include <dirent.h>

int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++) {
        struct dirent **entries;
        int count = scandir(argv[i], &entries, NULL, alphasort);
        for (int j = 0; j < count; j++) {
            if (entries[j]->d_name[0] != '.') {
                printf("%s/%s\n", strcmp(argv[i], "/") == 0 ? "" : argv[i], entries[j]->d_name);
            }
        }
    }
}
