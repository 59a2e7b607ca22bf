namespace Hotcell.Bench.Subjects;

/// <summary>The tree of an image, for commands with no cell around: in mount and process namespaces of their own, with /proc, and with a folder of ours as /tmp, where they start.</summary>
/// <param name="Store">Folder of the store that it is the current version of.</param>
internal sealed record ImageTree(string Store)
{
    /// <summary>Where a command finds the folder that it is given.</summary>
    public const string Folder = "/tmp";

    /// <summary>The tree itself is left as it is: all that is in it, read-only, and the boot programs where cells have them, is put together on a tmpfs.</summary>
    private const string Enter = """
        set -e
        tree=$1 folder=$2 languages=$3 root=$1/mnt
        shift 3
        mount -t tmpfs tmpfs "$root"
        mkdir "$root/hotcell"
        for entry in "$tree"/*; do
            here=$root/${entry##*/}
            if [ -L "$entry" ]; then cp -P "$entry" "$here"
            elif [ "$here" != "$root/mnt" ]; then mkdir "$here"; mount --bind "$entry" "$here"; mount -o remount,bind,ro "$here"
            fi
        done
        for boot in "$languages"/*/boot; do
            id=${boot%/boot}
            here=$root/hotcell/${id##*/}
            mkdir "$here"
            mount --bind "$boot" "$here"
        done
        mount -t proc proc "$root/proc"
        mount -t tmpfs tmpfs "$root/dev/shm"
        mount --bind "$folder" "$root/tmp"
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
        [HostPath.Find("unshare")!, "--mount", "--propagation", "private", "--pid", "--fork", "--kill-child", "/bin/sh", "-c", Enter, "sh", Root, folder, Bench.LanguagesFolder];
}
