using Hotcell.Linux.Abi;
using Hotcell.Protocol;

namespace Hotcell.Warden.Protections;

/// <summary>Which field of the plan is the size of a mount.</summary>
internal enum MountSize
{
    None,
    Work,
    Tmp,
    Shm,
}

/// <summary>A file system that every cell gets, new, on the image's tree.</summary>
/// <param name="Step">What a failure is called.</param>
/// <param name="Type">Of the file system.</param>
/// <param name="Target">Path in the cell.</param>
/// <param name="Attributes">MOUNT_ATTR_….</param>
/// <param name="Size">Where its size comes from; its number of files is then limited, too.</param>
/// <param name="Settings">Options of the file system.</param>
/// <param name="Reason">Why, and why so.</param>
internal sealed record CellMount(CellStep Step, string Type, string Target, ulong Attributes, MountSize Size, IReadOnlyList<(string Key, string Value)> Settings, string Reason)
{
    private const ulong NoPrivilege = Mount.MOUNT_ATTR_NOSUID | Mount.MOUNT_ATTR_NODEV;

    /// <summary>Mounted first: what is said of it holds before anything else is there. It is read-only as soon as <see cref="ProcSetting"/>s are written.</summary>
    public static CellMount Proc { get; } = new(
        CellStep.MountProc, "proc", "/proc", NoPrivilege | Mount.MOUNT_ATTR_NOEXEC, MountSize.None, [("hidepid", "invisible")],
        "programs need it; it shows the cell's own processes without init, and below it nothing is a program's to write");

    public static IReadOnlyList<CellMount> Others { get; } =
    [
        new(CellStep.MountDevPts, "devpts", "/dev/pts", Mount.MOUNT_ATTR_NOSUID | Mount.MOUNT_ATTR_NOEXEC, MountSize.None, [("ptmxmode", "0666"), ("mode", "0620"), ("max", "8")],
            "terminals of its own, and few: all of the machine's come from one number, kernel.pty.max"),
        new(CellStep.MountShm, "tmpfs", "/dev/shm", NoPrivilege, MountSize.Shm, [("mode", "1777"), ("uid", "1000"), ("gid", "1000")],
            "shared memory, charged to the program and limited in bytes and files"),
        new(CellStep.MountTmp, "tmpfs", "/tmp", NoPrivilege, MountSize.Tmp, [("mode", "1777"), ("uid", "1000"), ("gid", "1000")],
            "files that nobody else sees, charged to the program and limited in bytes and files"),
        new(CellStep.MountWork, "tmpfs", "/work", NoPrivilege, MountSize.Work, [("mode", "0700"), ("uid", "1000"), ("gid", "1000")],
            "the program's files, charged to it and limited in bytes and files; in memory, so that nothing of it is ever on a disk"),
    ];

    public static IReadOnlyList<CellMount> All => [Proc, .. Others];
}
