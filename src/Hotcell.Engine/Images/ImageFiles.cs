namespace Hotcell.Engine.Images;

/// <summary>Files of an image by patterns, as a cell would find them.</summary>
internal sealed class ImageFiles(string root)
{
    private static readonly EnumerationOptions s_below = new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };
    private static readonly EnumerationOptions s_one = new() { IgnoreInaccessible = true, AttributesToSkip = 0 };

    private readonly ImagePath _paths = ImagePath.In(root);

    /// <summary>
    /// Paths on this machine of what <paramref name="pattern"/> names: an absolute path inside a cell, in which <c>*</c> stands for anything within
    /// one component. A folder means all files below it. What is not there is nothing.
    /// </summary>
    public IEnumerable<string> Named(string pattern)
    {
        IEnumerable<string> found = [""];
        foreach (var component in pattern.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            found = component.Contains('*', StringComparison.Ordinal)
                ? found.SelectMany(folder => Matching(folder, component))
                : found.Select(folder => $"{folder}/{component}");
        }

        return found.Select(_paths.Resolve).OfType<string>().SelectMany(path => Directory.Exists(path) ? Directory.EnumerateFiles(path, "*", s_below) : File.Exists(path) ? [path] : []);
    }

    private IEnumerable<string> Matching(string folder, string component) =>
        _paths.Resolve(folder) is { } path && Directory.Exists(path)
            ? Directory.EnumerateFileSystemEntries(path, component, s_one).Select(entry => $"{folder}/{Path.GetFileName(entry)}")
            : [];
}
