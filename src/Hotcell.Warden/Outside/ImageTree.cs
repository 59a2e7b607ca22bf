using Hotcell.Linux.Abi;

namespace Hotcell.Warden.Outside;

/// <summary>
/// What a cell sees as its root, prepared once per image and cloned whole into every cell: the image's /usr, the directories or links beside it
/// that hold programs and libraries, a generated /etc, a /dev of five devices, the boot programs of the languages under /hotcell, and empty mount
/// points. All of it is read-only in a cell.
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

    /// <param name="imageRoot">Where the image's /usr is.</param>
    /// <param name="languages">Folder of languages, of which cells see the boot programs; null for none.</param>
    /// <param name="target">Where the tree is built.</param>
    public static void Build(string imageRoot, string? languages, string target)
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
        if (languages is not null)
        {
            AddBootPrograms(languages, $"{target}/hotcell");
        }

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

    /// <summary>A copy of each language's folder <c>boot</c>: they are small, and a mount would be one more in every cell.</summary>
    private static void AddBootPrograms(string languages, string target)
    {
        foreach (var language in new DirectoryInfo(languages).GetDirectories())
        {
            var boot = new DirectoryInfo(Path.Combine(language.FullName, "boot"));
            foreach (var file in boot.Exists ? boot.GetFiles() : [])
            {
                var folder = Directory.CreateDirectory($"{target}/{language.Name}");
                File.WriteAllBytes($"{folder.FullName}/{file.Name}", File.ReadAllBytes(file.FullName));
            }
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
