using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Hotcell.Engine.Languages;
using Microsoft.Win32.SafeHandles;

namespace Hotcell.Engine.Images;

/// <summary>A tree of executables and libraries that cells see read-only: a plain image, or one version of a store.</summary>
internal sealed class Image
{
    /// <summary>Where a cell looks for executables, in order.</summary>
    private static readonly string[] SearchPath = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    /// <summary>Only what was found is remembered: a language that is installed while we run becomes available.</summary>
    private readonly ConcurrentDictionary<string, string> _found = new(StringComparer.Ordinal);
    private readonly string _root;
    private readonly ImageStore? _store;

    /// <summary>A plain image.</summary>
    /// <param name="handle">What the warden knows it by.</param>
    /// <param name="name">For people.</param>
    /// <param name="root">Its root, as the engine sees it.</param>
    public Image(ushort handle, string name, string root) => (Handle, Name, _root) = (handle, name, root);

    /// <summary>A version of a store.</summary>
    public Image(ushort handle, string name, ImageStore store, uint version)
        : this(handle, name, ImageStore.RootIn(store.FolderOf(version))) =>
        (_store, Version, Manifest) = (store, version, ImageManifest.TryRead(ImageStore.ManifestIn(store.FolderOf(version))));

    /// <summary>PATH of every cell.</summary>
    public static string PathVariable { get; } = string.Join(':', SearchPath);

    public ushort Handle { get; }

    public string Name { get; }

    /// <summary>0 for a plain image.</summary>
    public uint Version { get; }

    /// <summary>What is in it, where that is known.</summary>
    public ImageManifest? Manifest { get; }

    /// <summary>
    /// What the language lacks here. Where it is known which languages were installed, others lack everything, even if something brought a program
    /// of theirs along: it may be a part of it only, such as the perl that packages need.
    /// </summary>
    public IReadOnlyList<string> Missing(Language language) => Manifest?.Languages.ContainsKey(language.Id) == false
        ? language.Requires
        : [.. language.Requires.Where(required => !Has(required))];

    /// <inheritdoc cref="ImageFiles.Named"/>
    public IEnumerable<string> Files(string pattern) => new ImageFiles(_root).Named(pattern);

    /// <summary>Whether the image has what a language requires: an executable, by its name, or a file, by its path.</summary>
    public bool Has(string required) => required.StartsWith('/') ? ImagePath.In(_root).IsReadable(required) : FindExecutable(required) is not null;

    /// <summary>Absolute path inside a cell, of an executable looked up by its name; null when a cell would not find it.</summary>
    public string? FindExecutable(string executable)
    {
        if (_found.TryGetValue(executable, out var known))
        {
            return known;
        }

        var path = SearchPath.Select(folder => $"{folder}/{executable}").FirstOrDefault(ImagePath.In(_root).IsExecutable);
        if (path is not null)
        {
            _found[executable] = path;
        }

        return path;
    }

    /// <summary>
    /// Changes when the language's toolchain does. A version of a store never changes; elsewhere, sizes and times of what the language requires tell,
    /// and whether the machine has installed any package since.
    /// </summary>
    public string Stamp(Language language)
    {
        var image = $"{Handle}/{Version}";
        return _store is not null ? image : string.Join('|', language.Requires.Select(OnHost).Append(Path.Combine(_root, "var/lib/dpkg/status")).Select(Describe).Prepend(image));

        string? OnHost(string required) => required.StartsWith('/') ? ImagePath.In(_root).Resolve(required) : FindExecutable(required) is { } path ? ImagePath.In(_root).Resolve(path) : null;

        static string Describe(string? path) => path is not null && new FileInfo(path) is { Exists: true } file ? $"{path} {file.Length} {file.LastWriteTimeUtc.Ticks}" : $"{path}";
    }

    /// <summary>
    /// Keeps a version from being removed until <paramref name="use"/> is disposed (null for a plain image, which is never removed). False when
    /// it is gone: then there is a newer one.
    /// </summary>
    public bool TryUse([MaybeNullWhen(true)] out SafeFileHandle? use)
    {
        use = _store?.TryUse(Version);
        return _store is null || use is not null;
    }
}
