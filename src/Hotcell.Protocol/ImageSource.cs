namespace Hotcell.Protocol;

/// <summary>Where an image comes from. Server and warden are told the same list, in the same order: an image's place is its handle.</summary>
/// <param name="Name">For people: <c>host</c>.</param>
/// <param name="Folder">Absolute, on the host: the root of a tree, or the folder of a store.</param>
/// <param name="IsStore">
/// A store is a folder of versions, of which the link <c>current</c> names the one to use: <c>1/root</c> is its tree, <c>1/cell</c> what is
/// beside <c>/usr</c> in a cell. A plain image is one tree, prepared when the warden starts.
/// </param>
public sealed record ImageSource(string Name, string Folder, bool IsStore = false)
{
    private const string Store = "store:";

    /// <summary>The machine's own programs.</summary>
    public static ImageSource Host { get; } = new("host", "/");

    /// <summary>As options of the keeper.</summary>
    public IReadOnlyList<string> Options => [IsStore ? "--image-store" : "--image", $"{Name}={Folder}"];

    /// <summary>A list as one text, a line for each image: how the keeper tells its command.</summary>
    public static string FormatAll(IEnumerable<ImageSource> images) => string.Join('\n', images.Select(image => image.Format()));

    /// <summary>Null when a line is none of <see cref="Format"/>, or there is none.</summary>
    public static IReadOnlyList<ImageSource>? ParseAll(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        ImageSource[] images = [.. lines.Select(Parse).OfType<ImageSource>()];
        return images.Length > 0 && images.Length == lines.Length ? images : null;
    }

    /// <summary><c>host=/</c>, <c>store:debian=/var/lib/hotcell/images/debian</c>.</summary>
    public string Format() => $"{(IsStore ? Store : "")}{Name}={Folder}";

    /// <summary>Null when the text is no name and no absolute path.</summary>
    public static ImageSource? Parse(string text)
    {
        var isStore = text.StartsWith(Store, StringComparison.Ordinal);
        return text[(isStore ? Store.Length : 0)..].Split('=', 2) is [{ Length: > 0 } name, ['/', ..] folder] && !folder.Contains('\n', StringComparison.Ordinal)
            ? new ImageSource(name, folder, isStore)
            : null;
    }
}
