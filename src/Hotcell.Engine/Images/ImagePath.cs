namespace Hotcell.Engine.Images;

/// <summary>
/// Follows paths of an image as a cell will see them: an absolute link stays inside the image, and a link to a place that cells do not
/// have (<c>/opt</c>, <c>/root</c>) leads nowhere, whatever is there on this machine.
/// </summary>
internal sealed class ImagePath
{
    /// <summary>As many links as the kernel follows in one path.</summary>
    private const int MaxLinks = 40;

    private static readonly HashSet<string> Folders = new(StringComparer.Ordinal) { "usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32" };

    private readonly string _root;

    private ImagePath(string root) => _root = root;

    public static ImagePath In(string root) => new(root);

    /// <summary>Whether <paramref name="path"/> leads to a file that everybody may execute.</summary>
    public bool IsExecutable(string path) => Everybody(UnixFileMode.OtherExecute, path);

    /// <summary>Whether <paramref name="path"/> leads to a file that everybody may read.</summary>
    public bool IsReadable(string path) => Everybody(UnixFileMode.OtherRead, path);

    private bool Everybody(UnixFileMode may, string path)
    {
        try
        {
            return Resolve(path) is { } target && File.Exists(target) && (new FileInfo(target).UnixFileMode & may) != 0;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The file on this machine that <paramref name="path"/> leads to inside a cell; null when it leads nowhere.</summary>
    public string? Resolve(string path)
    {
        var todo = new Stack<string>(Components(path).Reverse());
        var done = new List<string>();
        for (var links = 0; todo.TryPop(out var component);)
        {
            if (component == "..")
            {
                done.RemoveRange(Math.Max(0, done.Count - 1), Math.Min(1, done.Count));
                continue;
            }

            done.Add(component);
            if (!IsVisible(done))
            {
                return null;
            }

            if (new FileInfo(OnHost(done)).LinkTarget is not { } target)
            {
                continue;
            }

            if (++links > MaxLinks)
            {
                return null;
            }

            done.RemoveAt(done.Count - 1);
            if (target.StartsWith('/'))
            {
                done.Clear();
            }

            foreach (var next in Components(target).Reverse())
            {
                todo.Push(next);
            }
        }

        return OnHost(done);
    }

    private static IEnumerable<string> Components(string path) => path.Split('/').Where(component => component is not ("" or "."));

    private static bool IsVisible(List<string> path) =>
        Folders.Contains(path[0])
        || (path[0] == "etc" && (path.Count == 1 || path[1] == "alternatives" || path[1].StartsWith("java-", StringComparison.Ordinal)));

    private string OnHost(List<string> path) => Path.Combine(_root, string.Join('/', path));
}
