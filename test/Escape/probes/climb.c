// Climbs out of the root, by dots and by links that know other ways.
#include "probe.h"

// Whether a path leads to the folder that is the root here.
static void climb(const char *path) {
    struct stat root, found;
    stat("/", &root);
    if (stat(path, &found) != 0) {
        blocked(path, errno);
    } else if (found.st_dev == root.st_dev && found.st_ino == root.st_ino) {
        printf("%s: blocked at /\n", path);
    } else {
        escaped(path, "to inode %lu of device %lu", (unsigned long)found.st_ino, (unsigned long)found.st_dev);
    }
}

int main(void) {
    climb("/../../../..");
    climb("/proc/self/root/../..");
    climb("/proc/self/cwd/../../..");
    climb("/proc/thread-self/root/..");
    climb("/dev/fd/../../../..");
    for (int i = 0; i < 100; i++) {
        if (chdir("..") != 0) {
            break;
        }
    }

    climb(".");
}
