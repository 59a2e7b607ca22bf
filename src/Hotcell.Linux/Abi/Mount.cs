using System.Runtime.InteropServices;

namespace Hotcell.Linux.Abi;

/// <summary>mount(2), fsopen(2), open_tree(2), mount_setattr(2), umount2(2).</summary>
[CHeaders("sys/mount.h", "fcntl.h")]
public static class Mount
{
    public const ulong MS_NOSUID = 2;
    public const ulong MS_NODEV = 4;
    public const ulong MS_REMOUNT = 32;
    public const ulong MS_BIND = 4096;
    public const ulong MS_REC = 16384;
    public const ulong MS_PRIVATE = 1 << 18;

    public const int MNT_DETACH = 2;

    public const uint OPEN_TREE_CLONE = 1;
    public const uint OPEN_TREE_CLOEXEC = 0x80000;
    public const uint MOVE_MOUNT_F_EMPTY_PATH = 0x4;

    public const uint FSOPEN_CLOEXEC = 1;
    public const uint FSMOUNT_CLOEXEC = 1;
    public const uint FSCONFIG_SET_STRING = 1;
    public const uint FSCONFIG_CMD_CREATE = 6;

    public const ulong MOUNT_ATTR_RDONLY = 0x1;
    public const ulong MOUNT_ATTR_NOSUID = 0x2;
    public const ulong MOUNT_ATTR_NODEV = 0x4;
    public const ulong MOUNT_ATTR_NOEXEC = 0x8;

    public const uint AT_RECURSIVE = 0x8000;
}

/// <summary>Argument of mount_setattr(2).</summary>
[CHeaders("sys/mount.h"), CStruct("struct mount_attr")]
[StructLayout(LayoutKind.Sequential)]
public struct MountAttr
{
    public ulong attr_set;
    public ulong attr_clr;
    public ulong propagation;
    public ulong userns_fd;
}
