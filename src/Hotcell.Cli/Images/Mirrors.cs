using System.Text.RegularExpressions;

namespace Hotcell.Cli.Images;

/// <summary>Where the packages of an image come from: the mirrors that this machine uses itself, since they are reachable and near.</summary>
/// <param name="Main">Base address of the archive: <c>http://deb.debian.org/debian</c>.</param>
/// <param name="Security">Of the security archive.</param>
internal sealed partial record Mirrors(string Main, string Security)
{
    private const string Folder = "/etc/apt";

    public static Mirrors Standard { get; } = new("http://deb.debian.org/debian", "http://deb.debian.org/debian-security");

    /// <summary>A machine that is no Debian has none of Debian's, and gets the standard ones.</summary>
    public static Mirrors OfThisMachine() => Of(Files().SelectMany(File.ReadLines));

    /// <summary>Reads sources.list(5) in both its formats; the first of each kind counts.</summary>
    public static Mirrors Of(IEnumerable<string> lines)
    {
        string[] addresses = [.. lines.Where(line => !line.TrimStart().StartsWith('#')).SelectMany(line => Address().Matches(line)).Select(match => match.Value.TrimEnd('/'))];
        return new Mirrors(
            addresses.FirstOrDefault(address => address.EndsWith("/debian", StringComparison.Ordinal)) ?? Standard.Main,
            addresses.FirstOrDefault(address => address.EndsWith("/debian-security", StringComparison.Ordinal)) ?? Standard.Security);
    }

    /// <summary>Whether a text can be the address of a mirror, and nothing else in a file of apt's.</summary>
    public static bool IsAddress(string text) => Address().Match(text) is { Success: true } match && match.Length == text.Length;

    private static IEnumerable<string> Files()
    {
        var parts = Path.Combine(Folder, "sources.list.d");
        string[] more = Directory.Exists(parts) ? [.. Directory.GetFiles(parts).Where(file => Path.GetExtension(file) is ".list" or ".sources").Order(StringComparer.Ordinal)] : [];
        return more.Prepend(Path.Combine(Folder, "sources.list")).Where(File.Exists);
    }

    [GeneratedRegex(@"https?://[A-Za-z0-9._~:/@%+-]+")]
    private static partial Regex Address();
}
