namespace Hotcell.Warden.Outside;

/// <summary>
/// A cell's /etc: a few generated files, and copies of what toolchains need of the image's own, by name. Copies are made with the warden's
/// rights, so a file that only root may read is never among them.
/// </summary>
internal static class ImageEtc
{
    private const int MaxDepth = 6;
    private const long MaxFileBytes = 1 << 20;

    private static readonly (string Name, string Content)[] Generated =
    [
        ("passwd", "root:x:0:0:root:/:/bin/sh\nuser:x:1000:1000:user:/work:/bin/bash\nnobody:x:65534:65534:nobody:/:/bin/sh\n"),
        ("group", "root:x:0:\nuser:x:1000:\nnogroup:x:65534:\n"),
        ("hosts", "127.0.0.1 localhost cell\n::1 localhost\n"),
        ("hostname", "cell\n"),
        ("nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\n"),
        ("resolv.conf", ""),
    ];

    /// <summary>alternatives(7) links, the loader's cache, and configuration that interpreters and libraries refuse to start without.</summary>
    private static readonly string[] Copied = ["alternatives", "ld.so.cache", "ld.so.conf", "ld.so.conf.d", "java*", "R", "php", "octave*", "erlang", "perl", "matplotlibrc", "fonts"];

    public static void Build(string source, string target)
    {
        foreach (var (name, content) in Generated)
        {
            File.WriteAllText(Path.Combine(target, name), content);
        }

        foreach (var pattern in Copied)
        {
            foreach (var entry in Directory.GetFileSystemEntries(source, pattern))
            {
                Copy(entry, Path.Combine(target, Path.GetFileName(entry)), MaxDepth);
            }
        }
    }

    private static void Copy(string source, string target, int depth)
    {
        try
        {
            var info = new FileInfo(source);
            if (info.LinkTarget is { } link)
            {
                File.CreateSymbolicLink(target, link);
            }
            else if (info.Attributes.HasFlag(FileAttributes.Directory) && depth > 0)
            {
                Directory.CreateDirectory(target);
                foreach (var entry in Directory.GetFileSystemEntries(source))
                {
                    Copy(entry, Path.Combine(target, Path.GetFileName(entry)), depth - 1);
                }
            }
            else if (info.Exists && info.Length <= MaxFileBytes)
            {
                File.WriteAllBytes(target, File.ReadAllBytes(source));
            }
        }
        catch (UnauthorizedAccessException)
        {
            // Not for everyone on this machine, so not for programs in cells either.
        }
    }
}
