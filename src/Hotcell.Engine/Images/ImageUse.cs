using Microsoft.Win32.SafeHandles;

namespace Hotcell.Engine.Images;

/// <summary>Keeps images from being removed until it is disposed.</summary>
internal sealed class ImageUse : IDisposable
{
    private readonly List<SafeFileHandle?> _uses = [];

    private ImageUse()
    {
    }

    /// <summary>Null when one of them is gone: then there is a newer one.</summary>
    public static ImageUse? TryBegin(IEnumerable<Image> images)
    {
        var all = new ImageUse();
        foreach (var image in images)
        {
            if (!image.TryUse(out var use))
            {
                all.Dispose();
                return null;
            }

            all._uses.Add(use);
        }

        return all;
    }

    public void Dispose() => _uses.ForEach(use => use?.Dispose());
}
