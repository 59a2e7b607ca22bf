// Looks through all folders but /proc for places that can be written to, and prints them: a folder when a file can be made in it, a file when
// it can be opened for writing. The files of /work are not interesting: they are the program's own.
#include "probe.h"
#include <dirent.h>

static void look_into(const char *folder) {
    char path[4096];
    snprintf(path, sizeof path, "%s/written-by-a-probe", folder);
    int fd = open(path, O_CREAT | O_EXCL | O_WRONLY, 0600);
    if (fd >= 0) {
        printf("%s\n", folder[0] ? folder : "/");
        unlink(path);
        close(fd);
    }

    DIR *entries = opendir(folder[0] ? folder : "/");
    for (struct dirent *entry; entries && (entry = readdir(entries));) {
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 || strcmp(path, "/proc") == 0) {
            continue;
        }

        if (entry->d_type == DT_DIR) {
            look_into(path);
        } else if (strncmp(path, "/work/", 6) != 0 && entry->d_type != DT_LNK && (fd = open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY)) >= 0) {
            printf("%s\n", path);
            close(fd);
        }
    }

    if (entries) {
        closedir(entries);
    }
}

int main(void) {
    look_into("");
}
