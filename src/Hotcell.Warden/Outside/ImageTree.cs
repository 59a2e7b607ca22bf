using Hotcell.Linux.Abi;

namespace Hotcell.Warden.Outside;

/// <summary>
/// What a cell sees as its root, prepared once per image and cloned whole into every cell: the image's /usr, the directories or links beside it
/// that hold programs and libraries, a generated /etc, a /dev of five devices, and empty mount points. All of it is read-only in a cell.
/// </summary>
internal static class ImageTree
{
    private const ulong ReadOnly = Mount.MOUNT_ATTR_RDONLY | Mount.MOUNT_ATTR_NOSUID | Mount.MOUNT_ATTR_NODEV;

    /// <summary>Top-level directories besides /usr that may hold programs and libraries; links to /usr on merged systems.</summary>
    private static readonly string[] ProgramFolders = ["bin", "sbin", "lib", "lib32", "lib64", "libx32"];

    /// <summary>The devices of a cell: nothing that reaches hardware or another process.</summary>
    private static readonly string[] Devices = ["null", "zero", "full", "random", "urandom"];

    private static readonly (string Link, string Target)[] DeviceLinks =
    [
        ("fd", "/proc/self/fd"), ("stdin", "/proc/self/fd/0"), ("stdout", "/proc/self/fd/1"), ("stderr", "/proc/self/fd/2"), ("ptmx", "pts/ptmx"),
    ];

    public static void Build(string imageRoot, string target)
    {
        Directory.CreateDirectory(target);
        WardenRoot.MountNew("tmpfs", target, Mount.MOUNT_ATTR_NOSUID | Mount.MOUNT_ATTR_NODEV, ("size", "16m"), ("mode", "0755"));
        foreach (var folder in (string[])["usr", "etc", "dev", "dev/pts", "dev/shm", "proc", "sys", "tmp", "work", "var"])
        {
            Directory.CreateDirectory($"{target}/{folder}");
        }

        File.CreateSymbolicLink($"{target}/var/tmp", "/tmp");
        WardenRoot.Bind(Path.Combine(imageRoot, "usr"), $"{target}/usr", ReadOnly);
        foreach (var folder in ProgramFolders)
        {
            AddProgramFolder(Path.Combine(imageRoot, folder), $"{target}/{folder}");
        }

        ImageEtc.Build(Path.Combine(imageRoot, "etc"), $"{target}/etc");
        AddDevices($"{target}/dev");
        WardenRoot.Restrict(target, ReadOnly);
    }

    private static void AddProgramFolder(string source, string target)
    {
        var info = new DirectoryInfo(source);
        if (info.LinkTarget is { } link)
        {
            File.CreateSymbolicLink(target, link);
        }
        else if (info.Exists)
        {
            Directory.CreateDirectory(target);
            WardenRoot.Bind(source, target, ReadOnly);
        }
    }

    private static void AddDevices(string dev)
    {
        foreach (var device in Devices)
        {
            File.WriteAllBytes($"{dev}/{device}", []);
            WardenRoot.Bind($"/dev/{device}", $"{dev}/{device}", Mount.MOUNT_ATTR_RDONLY | Mount.MOUNT_ATTR_NOSUID | Mount.MOUNT_ATTR_NOEXEC);
        }

        foreach (var (link, linkTarget) in DeviceLinks)
        {
            File.CreateSymbolicLink($"{dev}/{link}", linkTarget);
        }
    }
}
