using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Hotcell.Engine.Images;

/// <summary>
/// A folder of versions of one image. Theory of operation: every version is a folder that is complete before it has its name and is never changed
/// afterwards: <c>7/root</c> is the tree, <c>7/cell</c> what is beside its <c>/usr</c> in a cell, <c>7/manifest.json</c> what is in it. The
/// link <c>current</c> names the version to use and is replaced whole. Whoever uses a version holds a shared lock on its manifest; a version is
/// removed only by whoever gets the exclusive one. Names that begin with a dot are somebody's work and none of ours.
/// </summary>
public sealed class ImageStore(string folder)
{
    /// <summary>The link that names the version to use.</summary>
    public const string CurrentName = "current";
    private const string ManifestName = "manifest.json";

    public string Folder { get; } = folder;

    /// <summary>0 when nothing is installed, or what was installed is not there.</summary>
    public uint Current =>
        new FileInfo(Path.Combine(Folder, CurrentName)).LinkTarget is { } target && TryParse(target, out var version) && File.Exists(ManifestIn(FolderOf(version)))
            ? version
            : 0;

    /// <summary>All that are there, used or not.</summary>
    public IReadOnlyList<uint> Versions => Directory.Exists(Folder)
        ? [.. Directory.GetDirectories(Folder).Select(path => TryParse(Path.GetFileName(path), out var version) ? version : 0).Where(version => version > 0).Distinct().Order()]
        : [];

    /// <summary>What is installed; null for nothing.</summary>
    public ImageManifest? Manifest => Current is > 0 and var version ? ImageManifest.TryRead(ManifestIn(FolderOf(version))) : null;

    public static string RootIn(string versionFolder) => Path.Combine(versionFolder, "root");

    public static string SkeletonIn(string versionFolder) => Path.Combine(versionFolder, "cell");

    public static string ManifestIn(string versionFolder) => Path.Combine(versionFolder, ManifestName);

    public string FolderOf(uint version) => Path.Combine(Folder, version.ToString(CultureInfo.InvariantCulture));

    /// <summary>Keeps the version from being removed until the result is disposed; null when it is already gone, or going.</summary>
    public SafeFileHandle? TryUse(uint version) => TryLock(version, FileShare.Read);

    /// <summary>As <see cref="TryUse"/>, but only when nobody uses it, and nobody else will.</summary>
    public SafeFileHandle? TryOwn(uint version) => TryLock(version, FileShare.None);

    private static bool TryParse(string text, out uint version) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out version) && version > 0;

    /// <summary>The runtime's file sharing is flock(2): shared for readers that share, exclusive for those that do not.</summary>
    private SafeFileHandle? TryLock(uint version, FileShare share)
    {
        try
        {
            return File.OpenHandle(ManifestIn(FolderOf(version)), FileMode.Open, FileAccess.Read, share);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
