// Calls into the kernel that no program in a cell has a use for. Arguments are such that success would do no harm.
#include "probe.h"
#include <linux/reboot.h>
#include <sys/klog.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/time.h>
#include <time.h>

#ifndef SYS_memfd_secret
#define SYS_memfd_secret 447
#endif
#ifndef SYS_cachestat
#define SYS_cachestat 451
#endif

int main(void) {
    char name[64], buffer[512];
    struct timespec now;
    struct timeval time;
    gethostname(name, sizeof name);
    clock_gettime(CLOCK_REALTIME, &now);
    gettimeofday(&time, NULL);
    TRY("bpf", syscall(SYS_bpf, 0, &(long[16]){1, 4, 4, 1}, 128));
    TRY("perf_event_open", syscall(SYS_perf_event_open, &(long[16]){1L | 128L << 32}, 0, -1, -1, 0));
    TRY("userfaultfd", syscall(SYS_userfaultfd, 0));
    TRY("userfaultfd for user mode", syscall(SYS_userfaultfd, 1));
    TRY("io_uring_setup", syscall(SYS_io_uring_setup, 1, &(long[16]){0}));
    TRY("io_uring_enter", syscall(SYS_io_uring_enter, 0, 0, 0, 0, NULL, 0));
    TRY("io_uring_register", syscall(SYS_io_uring_register, 0, 0, NULL, 0));
    TRY("io_setup", syscall(SYS_io_setup, 1, &(unsigned long){0}));
    TRY("add_key", syscall(SYS_add_key, "user", "probe", "x", 1, -3));
    TRY("request_key", syscall(SYS_request_key, "user", "probe", NULL, 0));
    TRY("keyctl", syscall(SYS_keyctl, 0, -3, 1));
    TRY("open_by_handle_at", open_by_handle_at(AT_FDCWD, &(struct file_handle){0}, O_RDONLY));
    TRY("name_to_handle_at", name_to_handle_at(AT_FDCWD, "/usr", &(struct file_handle){0}, &(int){0}, 0));
    TRY("fanotify_init", syscall(SYS_fanotify_init, 0x200, O_RDONLY));
    TRY("kexec_load", syscall(SYS_kexec_load, 0, 0, NULL, 0));
    TRY("kexec_file_load", syscall(SYS_kexec_file_load, -1, -1, 0, NULL, 0));
    TRY("init_module", syscall(SYS_init_module, NULL, 0, ""));
    TRY("finit_module", syscall(SYS_finit_module, -1, "", 0));
    TRY("delete_module", syscall(SYS_delete_module, "no_such_module", 0));
    TRY("reboot", syscall(SYS_reboot, LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2, LINUX_REBOOT_CMD_CAD_OFF, NULL));
    TRY("swapon", syscall(SYS_swapon, "/no/such/file", 0));
    TRY("swapoff", syscall(SYS_swapoff, "/no/such/file"));
    TRY("acct", syscall(SYS_acct, NULL));
    TRY("quotactl", syscall(SYS_quotactl, 0, NULL, 0, NULL));
    TRY("syslog", klogctl(3, buffer, sizeof buffer));
    TRY("iopl", syscall(SYS_iopl, 3));
    TRY("ioperm", syscall(SYS_ioperm, 0x80, 1, 1));
    TRY("sethostname", sethostname(name, strlen(name)));
    TRY("setdomainname", setdomainname("(none)", 6));
    TRY("clock_settime", clock_settime(CLOCK_REALTIME, &now));
    TRY("settimeofday", settimeofday(&time, NULL));
    TRY("vhangup", getuid() == 0 ? 0 : vhangup());
    TRY("personality of a 32-bit program", personality(PER_LINUX32));
    TRY("personality that maps page zero", personality(MMAP_PAGE_ZERO));
    TRY("core scheduling", prctl(62, 1, 0, 0, 0));
    TRY("modify_ldt", syscall(SYS_modify_ldt, 0, buffer, sizeof buffer));
    TRY("memfd_secret", syscall(SYS_memfd_secret, 0));
    TRY("cachestat", syscall(SYS_cachestat, 0, &(long[2]){0, 4096}, buffer, 0));
    TRY("statmount", syscall(457, &(long[4]){32, 1, 0, 0}, buffer, sizeof buffer, 0));
    TRY("listmount", syscall(458, &(long[4]){24, -1, 0, 0}, buffer, 8, 0));
    TRY("a call of the future", syscall(600));
}
