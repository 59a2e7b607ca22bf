using Hotcell.Engine.Languages;
using Hotcell.Protocol;

namespace Hotcell.Engine.Images;

/// <summary>
/// The configured images, in the order of preference and of the warden's handles. Whoever looks sees the version of a store that is current now:
/// another one takes the place whole, and what began with the one before goes on with that.
/// </summary>
internal sealed class ImageCatalog
{
    private readonly ImageSource[] _sources;
    private readonly Image?[] _images;

    public ImageCatalog(IReadOnlyList<ImageSource> sources)
    {
        _sources = [.. sources];
        _images = [.. sources.Select((source, i) => source.IsStore ? null : new Image((ushort)i, source.Name, source.Folder))];
    }

    /// <summary>The first image that has everything the language requires; else, null and what the nearest one lacks.</summary>
    public (Image? Image, IReadOnlyList<string> Missing) Place(Language language)
    {
        IReadOnlyList<string>? fewest = null;
        foreach (var image in Enumerable.Range(0, _images.Length).Select(Now).OfType<Image>())
        {
            var missing = image.Missing(language);
            if (missing.Count == 0)
            {
                return (image, []);
            }

            fewest = fewest is null || missing.Count < fewest.Count ? missing : fewest;
        }

        return (null, fewest ?? language.Requires);
    }

    /// <summary>Null for a store in which nothing is installed.</summary>
    private Image? Now(int i)
    {
        var known = Volatile.Read(ref _images[i]);
        if (!_sources[i].IsStore)
        {
            return known;
        }

        var store = new ImageStore(_sources[i].Folder);
        var version = store.Current;
        if (version != (known?.Version ?? 0))
        {
            var image = version == 0 ? null : new Image((ushort)i, _sources[i].Name, store, version);

            // A version that says nothing of itself that we understand was made by another Hotcell: it may lack what our cells need.
            known = image?.Manifest is null ? null : image;
            Volatile.Write(ref _images[i], known);
        }

        return known;
    }
}
