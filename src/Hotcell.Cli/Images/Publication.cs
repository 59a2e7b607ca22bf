using System.Globalization;
using Hotcell.Engine.Images;

namespace Hotcell.Cli.Images;

/// <summary>Makes what was built the version to use, and removes versions that nobody uses any more.</summary>
internal sealed class Publication(ImageFolders folders, string warden)
{
    private readonly ImageStore _store = folders.Store;

    /// <param name="keepDownloads">For another attempt.</param>
    public async Task PublishAsync(ImageManifest manifest, bool keepDownloads, CancellationToken cancellation)
    {
        await new Tool(warden, "--skeleton", folders.Root, ImageStore.SkeletonIn(folders.Work)).RunAsync(cancellation);
        manifest.Write(ImageStore.ManifestIn(folders.Work));
        await new Tool("/bin/sync", "--file-system", folders.Work).RunAsync(cancellation);
        var version = _store.Versions.Prepend(0U).Max() + 1;
        Directory.Move(folders.Work, _store.FolderOf(version));

        // rename(2) replaces the link whole: whoever looks sees the one version or the other.
        var link = Path.Combine(_store.Folder, "." + ImageStore.CurrentName);
        await Tool.RemoveAsync(link);
        File.CreateSymbolicLink(link, version.ToString(CultureInfo.InvariantCulture));
        await new Tool("/bin/mv", "--no-target-directory", link, Path.Combine(_store.Folder, ImageStore.CurrentName)).RunAsync(CancellationToken.None);
        if (!keepDownloads)
        {
            await new Tool("/usr/bin/find", folders.Archives, folders.NpmCache, "-mindepth", "1", "-delete").RunAsync(CancellationToken.None);
        }

        await SweepAsync();
    }

    /// <summary>A version that is in use is left for a later build.</summary>
    private async Task SweepAsync()
    {
        foreach (var version in _store.Versions.Where(version => version != _store.Current))
        {
            using var alone = _store.TryOwn(version);
            if (alone is not null || !File.Exists(ImageStore.ManifestIn(_store.FolderOf(version))))
            {
                // Under another name first: what is half removed is no version.
                var gone = Path.Combine(_store.Folder, $".gone-{version.ToString(CultureInfo.InvariantCulture)}");
                await Tool.RemoveAsync(gone);
                Directory.Move(_store.FolderOf(version), gone);
            }
        }

        foreach (var gone in Directory.GetDirectories(_store.Folder, ".gone-*"))
        {
            await Tool.RemoveAsync(gone);
        }
    }
}
