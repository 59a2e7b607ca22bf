using Hotcell.Engine.Images;

namespace Hotcell.Cli.Images;

/// <summary>Where an image is built and kept: a store, and beside it what builds share. All on one file system.</summary>
internal sealed class ImageFolders
{
    /// <summary>The environment says which store; ./hotcell sets it.</summary>
    public const string StoreVariable = "HOTCELL_IMAGE_STORE";

    public const string ImageName = "debian";

    private const UnixFileMode WritableByOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <param name="store">Absolute. Made if it is not there.</param>
    /// <exception cref="CommandException">Somebody else than root could change what is built there.</exception>
    public ImageFolders(string store)
    {
        if (!Path.IsPathFullyQualified(store))
        {
            throw new CommandException($"{StoreVariable} must be an absolute path, not '{store}'");
        }

        Store = new ImageStore(Path.TrimEndingDirectorySeparator(Path.GetFullPath(store)));
        foreach (var folder in new[] { Store.Folder, Archives, NpmCache, Path.Combine(Cache, "lists") })
        {
            Directory.CreateDirectory(folder);
        }

        for (var folder = new DirectoryInfo(Store.Folder); folder is not null; folder = folder.Parent)
        {
            if (folder.LinkTarget is not null || ((folder.UnixFileMode & WritableByOthers) != 0 && (folder.UnixFileMode & UnixFileMode.StickyBit) == 0))
            {
                throw new CommandException($"an image cannot be kept in {Store.Folder}: {folder.FullName} is a link, or not only root may write to it");
            }
        }
    }

    public ImageStore Store { get; }

    /// <summary>Downloads, and what is made of them. Losing it costs time only.</summary>
    public string Cache => Path.Combine(Store.Folder, ".cache");

    /// <summary>Packages, as apt downloads them.</summary>
    public string Archives => Path.Combine(Cache, "archives");

    /// <summary>What npm downloads, and what it makes of it, by language.</summary>
    public string NpmCache => Path.Combine(Cache, "npm");

    /// <summary>The last that was said by the last tool that failed.</summary>
    public string Log => Path.Combine(Cache, "failed.log");

    /// <summary>What the build that goes on has made so far. Becomes a version by being renamed.</summary>
    public string Work => Path.Combine(Store.Folder, ".work");

    public string Root => ImageStore.RootIn(Work);

    /// <summary>Bytes that may still be written here.</summary>
    public long FreeBytes => new DriveInfo(Store.Folder).AvailableFreeSpace;
}
