using System.Collections.Concurrent;

namespace Hotcell.Engine.Images;

/// <summary>A tree of executables and libraries that cells see read-only.</summary>
internal sealed class Image(ushort handle, string name, string root)
{
    /// <summary>Where a cell looks for executables, in order.</summary>
    private static readonly string[] SearchPath = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    /// <summary>Only what was found is remembered: a language that is installed while we run becomes available.</summary>
    private readonly ConcurrentDictionary<string, string> _found = new(StringComparer.Ordinal);

    /// <summary>PATH of every cell.</summary>
    public static string PathVariable { get; } = string.Join(':', SearchPath);

    /// <summary>What the warden knows it by.</summary>
    public ushort Handle { get; } = handle;

    public string Name { get; } = name;

    /// <inheritdoc cref="ImageFiles.Named"/>
    public IEnumerable<string> Files(string pattern) => new ImageFiles(root).Named(pattern);

    /// <summary>Whether the image has what a language requires: an executable, by its name, or a file, by its path.</summary>
    public bool Has(string required) => required.StartsWith('/') ? ImagePath.In(root).IsReadable(required) : FindExecutable(required) is not null;

    /// <summary>Absolute path inside a cell, of an executable looked up by its name; null when a cell would not find it.</summary>
    public string? FindExecutable(string executable)
    {
        if (_found.TryGetValue(executable, out var known))
        {
            return known;
        }

        var path = SearchPath.Select(folder => $"{folder}/{executable}").FirstOrDefault(ImagePath.In(root).IsExecutable);
        if (path is not null)
        {
            _found[executable] = path;
        }

        return path;
    }
}
