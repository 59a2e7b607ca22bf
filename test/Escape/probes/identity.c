// Takes another identity, and capabilities.
#include "probe.h"
#include <grp.h>
#include <linux/capability.h>
#include <sys/fsuid.h>
#include <sys/prctl.h>

static long all_capabilities(void) {
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct all[2] = {{~0u, ~0u, ~0u}, {~0u, ~0u, ~0u}};
    return syscall(SYS_capset, &header, all);
}

int main(void) {
    TRY("setuid(0)", setuid(0));
    TRY("setgid(0)", setgid(0));
    TRY("setreuid(0)", setreuid(0, 0));
    TRY("setresuid(0)", setresuid(0, 0, 0));
    TRY("setresgid(0)", setresgid(0, 0, 0));
    TRY("setgroups", setgroups(1, (gid_t[]){0}));
    setfsuid(0);
    if (setfsuid((uid_t)-1) == 0) {
        escaped("setfsuid(0)", "to root");
    } else {
        blocked("setfsuid(0)", EPERM);
    }

    TRY("capset", all_capabilities());
    TRY("raise an ambient capability", prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_SYS_ADMIN, 0, 0));
    TRY("switch no_new_privs off", prctl(PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0));
    TRY("switch the filter off", prctl(PR_SET_SECCOMP, 0, 0, 0, 0));
    TRY("set securebits", prctl(PR_SET_SECUREBITS, 0, 0, 0, 0));
    TRY("setuid(1001)", setuid(1001));
}
