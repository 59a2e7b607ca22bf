namespace Hotcell.Bench.Subjects;

/// <summary>The tree of an image, for commands with no cell around: in mount and process namespaces of their own, with /proc, and with a folder of ours as /tmp, where they start.</summary>
/// <param name="Store">Folder of the store that it is the current version of.</param>
internal sealed record ImageTree(string Store)
{
    /// <summary>Where a command finds the folder that it is given.</summary>
    public const string Folder = "/tmp";

    private const string Enter = """
        mount -t proc proc "$1/proc" && mount -t tmpfs tmpfs "$1/dev/shm" && mount --bind "$2" "$1/tmp" || exit
        root=$1
        shift 2
        exec unshare --root="$root" --wd=/tmp "$@"
        """;

    public string Root { get; } = new DirectoryInfo($"{Store}/current").ResolveLinkTarget(returnFinalTarget: true)!.FullName + "/root";

    /// <summary>That of the image store which <c>./hotcell</c> names; null where nothing is installed or nobody may enter it.</summary>
    public static ImageTree? Installed() =>
        Environment.GetEnvironmentVariable("HOTCELL_IMAGE_STORE") is { } store && Directory.Exists($"{store}/current/root") && Environment.IsPrivilegedProcess
            ? new ImageTree(store)
            : null;

    /// <summary>The words before a command that run it here, with <paramref name="folder"/> as <see cref="Folder"/>.</summary>
    public IReadOnlyList<string> Around(string folder) =>
        [HostPath.Find("unshare")!, "--mount", "--propagation", "private", "--pid", "--fork", "--kill-child", "/bin/sh", "-c", Enter, "sh", Root, folder];
}
