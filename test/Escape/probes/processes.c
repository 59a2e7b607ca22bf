// Looks for other processes in /proc.
#include "probe.h"
#include <dirent.h>

int main(void) {
    DIR *proc = opendir("/proc");
    int others = 0;
    for (struct dirent *entry; proc && (entry = readdir(proc));) {
        int pid = atoi(entry->d_name);
        if (pid > 0 && pid != getpid()) {
            others++;
            escaped(entry->d_name, "is visible");
        }
    }

    printf("%d other processes\n", others);
}
