// Prints every mount that is less closed than it should be: with set-user-id bits, or writable, or with devices.
#include "probe.h"

int main(void) {
    FILE *mounts = fopen("/proc/self/mountinfo", "r");
    for (char line[4096]; mounts && fgets(line, sizeof line, mounts);) {
        char path[1024], options[1024];
        if (sscanf(line, "%*s %*s %*s %*s %1023s %1023s", path, options) == 2) {
            char padded[1100];
            snprintf(padded, sizeof padded, ",%s,", options);
            printf("%s:%s%s%s\n", path, strstr(padded, ",rw,") ? " writable" : "", strstr(padded, ",nosuid,") ? "" : " setuid",
                   strstr(padded, ",nodev,") ? "" : " devices");
        }
    }
}
