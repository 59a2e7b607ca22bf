using Hotcell.Linux;
using Hotcell.Linux.Abi;
using Hotcell.Protocol;
using static Hotcell.Warden.Cells.CellFailure;

namespace Hotcell.Warden.Cells;

/// <summary>What is mounted over the image in every cell. The rules of <see cref="InitSetup"/> hold.</summary>
internal static unsafe class InitMounts
{
    private const ulong NoPrivilege = Mount.MOUNT_ATTR_NOSUID | Mount.MOUNT_ATTR_NODEV;

    /// <summary>
    /// proc(5) of the cell's own pid namespace, read-only as a whole: nothing below it is a program's to write. hidepid hides init. While it is
    /// still writable, further user namespaces are forbidden for good, and inotify is limited: the kernel counts it for the user who made the cell's
    /// user namespace as well, and so on up to the machine's own users, who must not run out of it.
    /// </summary>
    public static void MountProc(CellContext* cell)
    {
        var fs = Check(cell, CellStep.MountProc, Sys.FsOpen(Sys.Z("proc"u8)), 0);
        Check(cell, CellStep.MountProc, Sys.FsSet(fs, Sys.Z("hidepid"u8), Sys.Z("invisible"u8)), 1);
        Check(cell, CellStep.MountProc, Sys.FsCreate(fs), 2);
        var proc = Check(cell, CellStep.MountProc, Sys.FsMount(fs, NoPrivilege | Mount.MOUNT_ATTR_NOEXEC), 3);
        Sys.Close(fs);

        Check(cell, CellStep.ForbidUserNamespaces, Sys.WriteFile(proc, Sys.Z("sys/user/max_user_namespaces"u8), Sys.Z("0"u8), 1));
        Check(cell, CellStep.LimitInotify, Sys.WriteFile(proc, Sys.Z("sys/user/max_inotify_instances"u8), Sys.Z("8"u8), 1), 0);
        Check(cell, CellStep.LimitInotify, Sys.WriteFile(proc, Sys.Z("sys/user/max_inotify_watches"u8), Sys.Z("4096"u8), 4), 1);

        Check(cell, CellStep.MountProc, Sys.RestrictTree(proc, Mount.MOUNT_ATTR_RDONLY, recursive: false), 4);
        Check(cell, CellStep.MountProc, Sys.AttachTree(proc, Sys.Z("/cell/proc"u8)), 5);
        Sys.Close(proc);

        // What tells of the host or of neighbours, or has been a way out of containers before.
        MaskFile(cell, Sys.Z("/cell/proc/kcore"u8), 0);
        MaskFile(cell, Sys.Z("/cell/proc/keys"u8), 1);
        MaskFile(cell, Sys.Z("/cell/proc/key-users"u8), 2);
        MaskFile(cell, Sys.Z("/cell/proc/kmsg"u8), 3);
        MaskFile(cell, Sys.Z("/cell/proc/timer_list"u8), 4);
        MaskFile(cell, Sys.Z("/cell/proc/sched_debug"u8), 5);
        MaskFile(cell, Sys.Z("/cell/proc/latency_stats"u8), 6);
        MaskFile(cell, Sys.Z("/cell/proc/interrupts"u8), 7);
        MaskFile(cell, Sys.Z("/cell/proc/locks"u8), 8);
        MaskFile(cell, Sys.Z("/cell/proc/sysrq-trigger"u8), 9);
        MaskFile(cell, Sys.Z("/cell/proc/cmdline"u8), 10);
        MaskFile(cell, Sys.Z("/cell/proc/kallsyms"u8), 11);
        MaskFolder(cell, Sys.Z("/cell/proc/acpi"u8), 12);
        MaskFolder(cell, Sys.Z("/cell/proc/asound"u8), 13);
        MaskFolder(cell, Sys.Z("/cell/proc/scsi"u8), 14);
        MaskFolder(cell, Sys.Z("/cell/proc/irq"u8), 15);
        MaskFolder(cell, Sys.Z("/cell/proc/bus"u8), 16);
        MaskFolder(cell, Sys.Z("/cell/proc/fs"u8), 17);
    }

    /// <summary>A terminal file system of the cell's own. All of them together have one number of terminals, kernel.pty.max.</summary>
    public static void MountDevPts(CellContext* cell)
    {
        var fs = Check(cell, CellStep.MountDevPts, Sys.FsOpen(Sys.Z("devpts"u8)), 0);
        Check(cell, CellStep.MountDevPts, Sys.FsSet(fs, Sys.Z("ptmxmode"u8), Sys.Z("0666"u8)), 1);
        Check(cell, CellStep.MountDevPts, Sys.FsSet(fs, Sys.Z("mode"u8), Sys.Z("0620"u8)), 2);
        Check(cell, CellStep.MountDevPts, Sys.FsSet(fs, Sys.Z("max"u8), Sys.Z("16"u8)), 3);
        Attach(cell, CellStep.MountDevPts, fs, Mount.MOUNT_ATTR_NOSUID | Mount.MOUNT_ATTR_NOEXEC, Sys.Z("/cell/dev/pts"u8));
    }

    /// <summary>A tmpfs(5) of limited size and inodes, charged to whoever writes to it.</summary>
    public static void MountTmpfs(CellContext* cell, CellStep step, byte* target, ulong bytes, uint mode)
    {
        var fs = Check(cell, step, Sys.FsOpen(Sys.Z("tmpfs"u8)), 0);
        var value = stackalloc byte[32];
        Check(cell, step, Sys.FsSet(fs, Sys.Z("size"u8), new AsciiWriter(value, 32).Number(bytes).Terminated()), 1);
        Check(cell, step, Sys.FsSet(fs, Sys.Z("nr_inodes"u8), new AsciiWriter(value, 32).Number(cell->Plan.Inodes).Terminated()), 2);
        Check(cell, step, Sys.FsSet(fs, Sys.Z("mode"u8), mode == 0x1c0 ? Sys.Z("0700"u8) : Sys.Z("1777"u8)), 3);
        Check(cell, step, Sys.FsSet(fs, Sys.Z("uid"u8), Sys.Z("1000"u8)), 4);
        Check(cell, step, Sys.FsSet(fs, Sys.Z("gid"u8), Sys.Z("1000"u8)), 5);
        Attach(cell, step, fs, NoPrivilege, target);
    }

    private static void Attach(CellContext* cell, CellStep step, int fs, ulong attributes, byte* target)
    {
        Check(cell, step, Sys.FsCreate(fs), 10);
        var mount = Check(cell, step, Sys.FsMount(fs, attributes), 11);
        Sys.Close(fs);
        Check(cell, step, Sys.AttachTree(mount, target), 12);
        Sys.Close(mount);
    }

    private static void MaskFile(CellContext* cell, byte* path, int index) => Mask(cell, path, Sys.Z("/cell/dev/null"u8), index);

    private static void MaskFolder(CellContext* cell, byte* path, int index) => Mask(cell, path, Sys.Z("/cell/sys"u8), index);

    /// <summary>Covers <paramref name="path"/>; a kernel that has no such entry needs no mask.</summary>
    private static void Mask(CellContext* cell, byte* path, byte* cover, int index)
    {
        var result = Sys.MountFs(cover, path, null, Mount.MS_BIND, null);
        Check(cell, CellStep.MaskProc, result == -Errno.ENOENT ? 0 : result, index);
    }
}
