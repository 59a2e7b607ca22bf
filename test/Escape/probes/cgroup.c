// Looks for the cgroup file system, and for the names of the groups it is in.
#include "probe.h"

int main(void) {
    FILE *mounts = fopen("/proc/self/mountinfo", "r");
    for (char line[4096]; mounts && fgets(line, sizeof line, mounts);) {
        if (strstr(line, " - cgroup") || strstr(line, " - sysfs") || strstr(line, " - securityfs") || strstr(line, " - debugfs")) {
            escaped("mounted", "%s", line);
        }
    }

    FILE *groups = fopen("/proc/self/cgroup", "r");
    for (char line[4096]; groups && fgets(line, sizeof line, groups);) {
        line[strcspn(line, "\n")] = '\0';
        const char *path = strrchr(line, ':') + 1;
        if (strcmp(path, "/") != 0) {
            escaped("group", "%s", line);
        }
    }

    TRY("/sys/fs/cgroup", open("/sys/fs/cgroup", O_RDONLY));
}
