using Hotcell.Engine.Languages;

namespace Hotcell.Engine.Images;

/// <summary>The configured images, in the order of preference and of the warden's handles.</summary>
internal sealed class ImageCatalog
{
    private readonly IReadOnlyList<Image> _images;

    public ImageCatalog(IReadOnlyList<ImageOptions> images) =>
        _images = [.. images.Select((image, i) => new Image((ushort)i, image.Name, image.Root))];

    public int Count => _images.Count;

    /// <summary>The first image that has everything the language requires; else, null and what the nearest one lacks.</summary>
    public (Image? Image, IReadOnlyList<string> Missing) Place(Language language)
    {
        IReadOnlyList<string>? fewest = null;
        foreach (var image in _images)
        {
            string[] missing = [.. language.Requires.Where(required => !image.Has(required))];
            if (missing.Length == 0)
            {
                return (image, []);
            }

            fewest = fewest is null || missing.Length < fewest.Count ? missing : fewest;
        }

        return (null, fewest ?? language.Requires);
    }
}
