using System.Text.Json;
using System.Text.Json.Serialization;
using Hotcell.Engine.Documents;

namespace Hotcell.Engine.Images;

/// <summary>What is in a version of an image that Hotcell built, and where it came from. Written once, with the tree.</summary>
public sealed record ImageManifest
{
    public const int FormatNumber = 1;

    public int Format { get; init; } = FormatNumber;

    /// <summary>Of the distribution: <c>trixie</c>.</summary>
    public required string Suite { get; init; }

    /// <summary>Where the packages came from.</summary>
    public required IReadOnlyList<string> Mirrors { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>Size of the whole tree on disk, in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>Every package, and its version.</summary>
    public required IReadOnlyDictionary<string, string> Packages { get; init; }

    /// <summary>Names of the packages that are there for no language.</summary>
    public required IReadOnlyList<string> Base { get; init; }

    /// <summary>By id.</summary>
    public required IReadOnlyDictionary<string, InstalledLanguage> Languages { get; init; }

    /// <summary>Null when there is none, or none that this version of Hotcell understands.</summary>
    public static ImageManifest? TryRead(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return JsonSerializer.Deserialize(file, ImageManifestJson.Styled.ImageManifest) is { Format: FormatNumber } manifest ? manifest : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    public void Write(string path) => File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(this, ImageManifestJson.Styled.ImageManifest));
}

/// <summary>One language of an image.</summary>
public sealed record InstalledLanguage
{
    public required DateTimeOffset Installed { get; init; }

    /// <summary>Of everything that its folder says about the image: another one means that it must be installed again.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>What it added to the tree, in bytes. What several languages share is counted for the one that came first.</summary>
    public required long Bytes { get; init; }

    /// <summary>Names of the packages that it asked for; what they depend on came with them.</summary>
    public required IReadOnlyList<string> Packages { get; init; }

    /// <summary>Those of <see cref="Packages"/> that come from other suites, by suite; empty for a suite from which it only unpacks something.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> From { get; init; }

    /// <summary>Packages of npm that it has, and their versions.</summary>
    public required IReadOnlyDictionary<string, string> Npm { get; init; }
}

[JsonSerializable(typeof(ImageManifest))]
internal sealed partial class ImageManifestJson : JsonSerializerContext
{
    public static ImageManifestJson Styled { get; } = new(Indented());

    private static JsonSerializerOptions Indented()
    {
        var options = JsonStyle.Create();
        options.WriteIndented = true;
        return options;
    }
}
