using Hotcell.Linux.Abi;
using static Hotcell.Linux.Abi.SyscallNumber;

namespace Hotcell.Linux;

/// <summary>Mounts, by mount(2) and by the file-descriptor calls that replace it.</summary>
public static unsafe partial class Sys
{
    public static int MountFs(byte* source, byte* target, byte* type, ulong flags, byte* data) =>
        (int)Call(__NR_mount, (nint)source, (nint)target, (nint)type, (nint)flags, (nint)data);

    public static int Unmount(byte* target, int flags) => (int)Call(__NR_umount2, (nint)target, flags);

    public static int PivotRoot(byte* newRoot, byte* putOld) => (int)Call(__NR_pivot_root, (nint)newRoot, (nint)putOld);

    /// <summary>A detached copy of the mount at <paramref name="path"/> (and of those below it, if <paramref name="recursive"/>), as a descriptor.</summary>
    public static int CloneTree(int dirfd, byte* path, bool recursive) =>
        (int)Call(__NR_open_tree, dirfd, (nint)path, (nint)(Mount.OPEN_TREE_CLONE | Mount.OPEN_TREE_CLOEXEC | (recursive ? Mount.AT_RECURSIVE : 0)));

    /// <summary>Attaches a detached mount at <paramref name="path"/>.</summary>
    public static int AttachTree(int tree, byte* path) =>
        (int)Call(__NR_move_mount, tree, (nint)Z(""u8), Fcntl.AT_FDCWD, (nint)path, (nint)Mount.MOVE_MOUNT_F_EMPTY_PATH);

    /// <summary>Sets attributes (MOUNT_ATTR_…) on a detached mount, and on those below it if <paramref name="recursive"/>.</summary>
    public static int RestrictTree(int tree, ulong attributes, bool recursive)
    {
        var attr = new MountAttr { attr_set = attributes };
        var flags = Fcntl.AT_EMPTY_PATH | (recursive ? (int)Mount.AT_RECURSIVE : 0);
        return (int)Call(__NR_mount_setattr, tree, (nint)Z(""u8), flags, (nint)(&attr), sizeof(MountAttr));
    }

    public static int FsOpen(byte* type) => (int)Call(__NR_fsopen, (nint)type, (nint)Mount.FSOPEN_CLOEXEC);

    public static int FsSet(int fs, byte* key, byte* value) =>
        (int)Call(__NR_fsconfig, fs, (nint)Mount.FSCONFIG_SET_STRING, (nint)key, (nint)value, 0);

    public static int FsCreate(int fs) => (int)Call(__NR_fsconfig, fs, (nint)Mount.FSCONFIG_CMD_CREATE, 0, 0, 0);

    public static int FsMount(int fs, ulong attributes) => (int)Call(__NR_fsmount, fs, (nint)Mount.FSMOUNT_CLOEXEC, (nint)attributes);
}
