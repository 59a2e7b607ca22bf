// Mounts, unmounts and changes the root, by the old interface and by the new one.
#include "probe.h"
#include <linux/mount.h>
#include <sys/mount.h>

#ifndef SYS_open_tree_attr
#define SYS_open_tree_attr 467
#endif

int main(void) {
    struct mount_attr writable = {.attr_clr = MOUNT_ATTR_RDONLY};
    TRY("mount tmpfs", mount("none", "/tmp", "tmpfs", 0, NULL));
    TRY("mount proc", mount("none", "/tmp", "proc", 0, NULL));
    TRY("mount overlay", mount("none", "/tmp", "overlay", 0, "lowerdir=/usr:/etc"));
    TRY("bind", mount("/usr", "/tmp", NULL, MS_BIND, NULL));
    TRY("remount /usr writable", mount(NULL, "/usr", NULL, MS_REMOUNT | MS_BIND, NULL));
    TRY("make / shared", mount(NULL, "/", NULL, MS_SHARED, NULL));
    TRY("umount /proc", umount("/proc"));
    TRY("umount a mask", umount2("/proc/kcore", MNT_DETACH));
    TRY("pivot_root", syscall(SYS_pivot_root, "/work", "/work"));
    TRY("chroot", chroot("/work"));
    TRY("fsopen", syscall(SYS_fsopen, "tmpfs", 0));
    TRY("fsconfig", syscall(SYS_fsconfig, 0, FSCONFIG_CMD_CREATE, NULL, NULL, 0));
    TRY("fsmount", syscall(SYS_fsmount, 0, 0, 0));
    TRY("fspick", syscall(SYS_fspick, AT_FDCWD, "/", 0));
    TRY("open_tree", syscall(SYS_open_tree, AT_FDCWD, "/usr", OPEN_TREE_CLONE));
    TRY("open_tree without clone", syscall(SYS_open_tree, AT_FDCWD, "/usr", 0));
    TRY("open_tree_attr", syscall(SYS_open_tree_attr, AT_FDCWD, "/usr", 0, &writable, sizeof writable));
    TRY("move_mount", syscall(SYS_move_mount, AT_FDCWD, "/usr", AT_FDCWD, "/tmp", 0));
    TRY("mount_setattr", syscall(SYS_mount_setattr, AT_FDCWD, "/usr", 0, &writable, sizeof writable));
}
