// Changes what is not the program's to change.
#include "probe.h"

static void create(const char *folder) {
    char attempt[64], path[64];
    snprintf(attempt, sizeof attempt, "create in %s", folder);
    snprintf(path, sizeof path, "%s/created-by-a-probe", folder);
    TRY(attempt, open(path, O_CREAT | O_EXCL | O_WRONLY, 0600));
    unlink(path);
}

int main(void) {
    create("/");
    create("/usr");
    create("/usr/bin");
    create("/etc");
    create("/dev");
    TRY("make a folder in /", mkdir("/made-by-a-probe", 0700));
    rmdir("/made-by-a-probe");

    // To what they are already: all that matters is whether it may be done.
    struct stat env;
    stat("/usr/bin/env", &env);
    TRY("open a program for writing", open("/usr/bin/env", O_WRONLY));
    TRY("truncate a program", truncate("/usr/bin/env", env.st_size));
    TRY("rename a program", rename("/usr/bin/env", "/usr/bin/env"));
    TRY("link a program", link("/usr/bin/env", "/usr/bin/linked-by-a-probe"));
    unlink("/usr/bin/linked-by-a-probe");
    TRY("chmod a program", chmod("/usr/bin/env", env.st_mode & 07777));
    TRY("chown a program", chown("/usr/bin/env", (uid_t)-1, (gid_t)-1));
    TRY("touch a program", utimensat(AT_FDCWD, "/usr/bin/env", (struct timespec[]){{0, UTIME_NOW}, {0, UTIME_OMIT}}, 0));
    TRY("open /etc/passwd for writing", open("/etc/passwd", O_WRONLY | O_APPEND));
    TRY("rename /work", rename("/work", "/work"));
}
