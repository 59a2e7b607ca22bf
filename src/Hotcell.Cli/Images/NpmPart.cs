using System.Globalization;
using System.Text.Json;

namespace Hotcell.Cli.Images;

/// <summary>
/// The packages of npm that a language pins in its <c>image/package-lock.json</c>. npm runs as a user that owns nothing else, without the scripts of
/// packages, in a folder of the cache; what it made is copied from there when nothing of it runs any more.
/// </summary>
internal sealed class NpmPart(string imageFolder, string cache, string language)
{
    /// <summary>No account has it, and no process but npm.</summary>
    private const int Uid = 64981;

    private static readonly string[] s_manifests = ["package.json", "package-lock.json"];

    private string Staging => Path.Combine(cache, language);

    private string Modules => Path.Combine(Staging, "node_modules");

    public bool IsThere => s_manifests.All(file => File.Exists(Path.Combine(imageFolder, file)));

    /// <summary>Downloads and lays out the packages.</summary>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        var home = Path.Combine(cache, ".home");
        await Tool.RemoveAsync(Staging);
        Directory.CreateDirectory(Staging);
        Directory.CreateDirectory(home);
        foreach (var file in s_manifests)
        {
            File.Copy(Path.Combine(imageFolder, file), Path.Combine(Staging, file));
        }

        var owner = Uid.ToString(CultureInfo.InvariantCulture);
        await new Tool("/bin/chown", "-R", $"{owner}:{owner}", Staging, home).RunAsync(cancellation);
        await new Tool("/usr/bin/setpriv", $"--reuid={owner}", $"--regid={owner}", "--clear-groups", "--no-new-privs", "--",
            "npm", "ci", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund", "--no-update-notifier")
        {
            Title = $"npm ci of {language}",
            Directory = Staging,
            Environment = new Dictionary<string, string> { ["HOME"] = home },
        }.RunAsync(cancellation);
    }

    /// <summary>Copies them, as root's.</summary>
    public Task CopyAsync(string target, CancellationToken cancellation) =>
        new Tool("/bin/cp", "-RP", "--preserve=mode,timestamps,links", Modules, target).RunAsync(cancellation);

    /// <summary>Names and versions of what the lock file pins.</summary>
    public SortedDictionary<string, string> Packages()
    {
        var result = new SortedDictionary<string, string>(StringComparer.Ordinal);
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(imageFolder, "package-lock.json")));
        foreach (var package in document.RootElement.GetProperty("packages").EnumerateObject())
        {
            const string folder = "node_modules/";
            var start = package.Name.LastIndexOf(folder, StringComparison.Ordinal);
            if (start >= 0 && package.Value.TryGetProperty("version", out var version) && Directory.Exists(Path.Combine(Staging, package.Name)))
            {
                result[package.Name[(start + folder.Length)..]] = version.GetString()!;
            }
        }

        return result;
    }
}
