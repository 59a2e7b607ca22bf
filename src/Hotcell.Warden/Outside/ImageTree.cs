using Hotcell.Linux.Abi;

namespace Hotcell.Warden.Outside;

/// <summary>
/// What a cell sees as its root, prepared once per image and cloned whole into every cell: the image's /usr, the directories or links beside it
/// that hold programs and libraries, a generated /etc, a /dev of six devices, the boot programs of the languages under /hotcell, and empty mount
/// points. All of it is read-only in a cell.
/// <para>
/// It is made of a <i>skeleton</i>, plain files, and of what is mounted on it. A plain image gets its skeleton in memory when the warden starts.
/// A version of a store has it on disk, made by whoever installed that version (<see cref="RunSkeleton"/>): so a warden that serves
/// has nothing to write when a new version appears, and only mounts (<see cref="StoreTree"/>).
/// </para>
/// </summary>
internal static class ImageTree
{
    /// <summary>Top-level directories besides /usr that may hold programs and libraries; links to /usr on merged systems.</summary>
    private static readonly string[] ProgramFolders = ["bin", "sbin", "lib", "lib32", "lib64", "libx32"];

    /// <summary>The devices of a cell: nothing that reaches hardware or another process. tty is the terminal of whoever opens it, and most have none.</summary>
    public static readonly string[] Devices = ["null", "zero", "full", "random", "urandom", "tty"];

    private static readonly (string Link, string Target)[] DeviceLinks =
    [
        ("fd", "/proc/self/fd"), ("stdin", "/proc/self/fd/0"), ("stdout", "/proc/self/fd/1"), ("stderr", "/proc/self/fd/2"), ("ptmx", "pts/ptmx"),
    ];

    /// <param name="imageRoot">Where the image's /usr is.</param>
    /// <param name="languages">Folder of languages, of which cells see the boot programs; null for none.</param>
    /// <param name="target">Where the tree is built.</param>
    public static void Build(string imageRoot, string? languages, string target)
    {
        Directory.CreateDirectory(target);
        WardenRoot.MountNew("tmpfs", target, Mount.MOUNT_ATTR_NOSUID | Mount.MOUNT_ATTR_NODEV, ("size", "16m"), ("mode", "0755"));
        LaySkeleton(imageRoot, target);
        foreach (var folder in ProgramFolders.Prepend("usr").Where(folder => IsRealFolder(Path.Combine(imageRoot, folder))))
        {
            WardenRoot.Bind(Path.Combine(imageRoot, folder), $"{target}/{folder}", ImagePart.ReadOnly);
        }

        BindDevices($"{target}/dev");
        if (languages is not null)
        {
            BootPrograms.Lay(languages, $"{target}/hotcell");
        }

        WardenRoot.Restrict(target, ImagePart.ReadOnly);
    }

    /// <summary>The role that an installer starts: lays out the skeleton of a tree whose program folders are links into /usr.</summary>
    public static int RunSkeleton(string imageRoot, string target)
    {
        if (ProgramFolders.FirstOrDefault(folder => IsRealFolder(Path.Combine(imageRoot, folder))) is { } unmerged)
        {
            Console.Error.WriteLine($"hotcell-warden: {imageRoot}/{unmerged} must be a link into /usr");
            return ExitCodes.Failed;
        }

        Directory.CreateDirectory(target);
        LaySkeleton(imageRoot, target);
        Directory.CreateDirectory($"{target}/hotcell");
        return ExitCodes.Ok;
    }

    /// <summary>Puts the devices of this machine on the empty files of <paramref name="dev"/>.</summary>
    public static void BindDevices(string dev)
    {
        foreach (var device in Devices)
        {
            WardenRoot.Bind($"/dev/{device}", $"{dev}/{device}", ImagePart.Device);
        }
    }

    /// <summary>All of a cell's /dev: empty files to put <see cref="Devices"/> on, folders to mount on, links.</summary>
    public static void LayDevices(string dev)
    {
        Directory.CreateDirectory($"{dev}/pts");
        Directory.CreateDirectory($"{dev}/shm");
        foreach (var device in Devices)
        {
            File.WriteAllBytes($"{dev}/{device}", []);
        }

        foreach (var (link, target) in DeviceLinks)
        {
            File.CreateSymbolicLink($"{dev}/{link}", target);
        }
    }

    private static void LaySkeleton(string imageRoot, string target)
    {
        foreach (var folder in (string[])["usr", "etc", "proc", "sys", "tmp", "work", "var"])
        {
            Directory.CreateDirectory($"{target}/{folder}");
        }

        File.CreateSymbolicLink($"{target}/var/tmp", "/tmp");
        foreach (var folder in ProgramFolders)
        {
            var source = new DirectoryInfo(Path.Combine(imageRoot, folder));
            if (source.LinkTarget is { } link)
            {
                File.CreateSymbolicLink($"{target}/{folder}", link);
            }
            else if (source.Exists)
            {
                Directory.CreateDirectory($"{target}/{folder}");
            }
        }

        ImageEtc.Build(Path.Combine(imageRoot, "etc"), $"{target}/etc");
        LayDevices($"{target}/dev");
    }

    private static bool IsRealFolder(string path) => new DirectoryInfo(path) is { LinkTarget: null, Exists: true };
}
