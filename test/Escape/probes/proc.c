// Reads the files of /proc that tell of the machine, and writes to those that change it.
#include "probe.h"

static void peek(const char *path) {
    char bytes[64];
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW);
    ssize_t count = fd < 0 ? -1 : read(fd, bytes, sizeof bytes);
    if (count == 0) {
        printf("read %s: blocked empty\n", path);
    } else {
        char attempt[128];
        snprintf(attempt, sizeof attempt, "read %s", path);
        report(attempt, count);
    }

    close(fd);
}

static void poke(const char *path) {
    char attempt[128];
    snprintf(attempt, sizeof attempt, "write %s", path);
    struct stat file;
    if (stat(path, &file) == 0 && S_ISCHR(file.st_mode)) {
        printf("%s: blocked masked\n", attempt);
    } else {
        // Opening is enough: what would be written need not be.
        TRY(attempt, open(path, O_WRONLY | O_NONBLOCK));
    }
}

int main(void) {
    peek("/proc/kcore");
    peek("/proc/keys");
    peek("/proc/key-users");
    peek("/proc/kmsg");
    peek("/proc/kallsyms");
    peek("/proc/timer_list");
    peek("/proc/interrupts");
    peek("/proc/locks");
    peek("/proc/cmdline");
    poke("/proc/sysrq-trigger");
    poke("/proc/sys/kernel/core_pattern");
    poke("/proc/sys/kernel/hostname");
    poke("/proc/sys/kernel/randomize_va_space");
    poke("/proc/sys/vm/drop_caches");
    poke("/proc/sys/fs/mqueue/msg_max");
    poke("/proc/sys/net/ipv4/ip_forward");
    poke("/proc/sys/user/max_user_namespaces");
    poke("/proc/self/mem");
    poke("/proc/self/oom_score_adj");
    poke("/proc/self/coredump_filter");
    poke("/proc/self/uid_map");
    poke("/proc/self/setgroups");
    poke("/proc/self/timens_offsets");
}
