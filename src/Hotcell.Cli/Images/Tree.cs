namespace Hotcell.Cli.Images;

/// <summary>
/// The root of a Debian system that is being built. Theory of operation: apt-get, dpkg and the scripts of packages run only inside it, by
/// chroot(8), so that whatever they do wrong they do there; nothing in Hotcell starts them with redirected folders. A mount namespace holds what they
/// need for the time of one command (/proc, a few devices, downloads, the way to the network), and a pid namespace ends all that a command started.
/// </summary>
internal sealed class Tree
{
    /// <summary>
    /// The last door before the machine's own root: whatever the path is, the folder must be another one (<c>-ef</c> compares files, not paths).
    /// It comes before everything that changes anything.
    /// </summary>
    internal const string Guard = """
        set -eu
        tree=$1
        case $tree in
          /*/*) ;;
          *) tree=/ ;;
        esac
        if [ "$tree" -ef / ] || [ ! -d "$tree/usr" ] || [ "$tree/usr" -ef /usr ] || [ ! -x "$tree/usr/bin/dpkg" ]; then
          echo "refusing to change '$1'" >&2
          exit 125
        fi

        """;

    /// <summary>Process 1 is what a <see cref="Tool"/> is in its namespaces: anywhere else nothing is mounted.</summary>
    private const string Enter = """
        if [ $$ != 1 ]; then
          echo "refusing to mount outside of a namespace" >&2
          exit 125
        fi
        cache=$2
        shift 2
        mount -t proc -o nosuid,nodev,noexec proc "$tree/proc"
        mount -t tmpfs -o nosuid,mode=0755,size=1m tmpfs "$tree/dev"
        for device in null zero full random urandom tty; do
          : >"$tree/dev/$device"
          mount --bind "/dev/$device" "$tree/dev/$device"
        done
        ln -s /proc/self/fd "$tree/dev/fd"
        mkdir -m 1777 "$tree/dev/shm"
        mount -t tmpfs -o nosuid,nodev,mode=1777 tmpfs "$tree/tmp"
        mount --bind "$cache/archives" "$tree/var/cache/apt/archives"
        mount --bind "$cache/lists" "$tree/var/lib/apt/lists"
        if [ -e /etc/resolv.conf ]; then mount --bind /etc/resolv.conf "$tree/etc/resolv.conf"; fi
        exec "$@"
        """;

    private readonly string _cache;

    private Tree(string root, string cache) => (Root, _cache) = (root, cache);

    public string Root { get; }

    /// <param name="root">Absolute and free of links, so that no other folder can be meant.</param>
    /// <param name="cache">Has the folders <c>archives</c> and <c>lists</c>.</param>
    /// <exception cref="CommandException">It is not a folder, or the machine's own root.</exception>
    public static Tree At(string root, string cache)
    {
        var parts = root.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (!root.StartsWith('/') || parts.Length < 2 || parts.Contains("..") || parts.Contains("."))
        {
            throw new CommandException($"'{root}' is not a tree that Hotcell may change");
        }

        for (var i = 1; i <= parts.Length; i++)
        {
            var folder = new DirectoryInfo("/" + string.Join('/', parts[..i]));
            if (!folder.Exists || folder.LinkTarget is not null)
            {
                throw new CommandException($"'{root}' is not a tree that Hotcell may change: {folder.FullName} is not a folder");
            }
        }

        return new Tree(root, cache);
    }

    /// <summary>A program of the tree.</summary>
    public Tool Inside(params IReadOnlyList<string> argv) => Beside(["/usr/sbin/chroot", Root, .. argv]);

    /// <summary>A program of the machine, which sees the tree as its own programs see it.</summary>
    public Tool Beside(params IReadOnlyList<string> argv) => new("/bin/sh", ["-c", Guard + Enter, "sh", Root, _cache, .. argv]) { Title = argv[0] };

    public string In(string path) => Path.Combine(Root, path);

    /// <summary>Writes a file, in place of whatever has its name: a link in a tree leads out of it here.</summary>
    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(path))!);
        File.Delete(In(path));
        File.WriteAllText(In(path), text);
    }
}
