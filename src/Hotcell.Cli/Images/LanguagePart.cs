using System.Security.Cryptography;
using System.Text;
using Hotcell.Engine.Languages;

namespace Hotcell.Cli.Images;

/// <summary>
/// What a language has in an image besides packages: the files of its <c>image/</c> folder at <c>/usr/lib/hotcell/id</c>, its packages of npm, and what
/// its <c>image/install.sh</c> makes.
/// </summary>
internal sealed class LanguagePart(Language language, string languageFolder, ImageFolders folders)
{
    private const string InstallScript = "install.sh";

    private static readonly string[] s_special = [InstallScript, "package.json", "package-lock.json"];

    private readonly string _image = Path.Combine(languageFolder, "image");

    public Language Language => language;

    public NpmPart Npm => new(Path.Combine(languageFolder, "image"), folders.NpmCache, language.Id);

    /// <summary>All packages that must be installed, of whatever suite.</summary>
    public IReadOnlyList<string> Packages => [.. language.Packages.Concat(language.PackagesFrom.Values.SelectMany(packages => packages)).Distinct()];

    /// <summary>Packages that come from other suites, by suite; empty for a suite from which something is only unpacked.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> From { get; } =
        language.UnpackFrom.Keys.Union(language.PackagesFrom.Keys).ToDictionary(suite => suite, suite => language.PackagesFrom.GetValueOrDefault(suite) ?? []);

    private string Debs => Path.Combine(folders.Archives, DebsName);

    private string DebsName => "of-" + language.Id;

    public static string DestinationIn(Tree tree, string language) => tree.In($"usr/lib/hotcell/{language}");

    /// <summary>Of everything that the folder says about the image: with another one, the language must be installed again.</summary>
    public string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(string.Join(' ', language.Packages));
        foreach (var (suite, packages) in language.PackagesFrom.Concat(language.UnpackFrom))
        {
            Add($"{suite}: {string.Join(' ', packages)}");
        }

        foreach (var file in Files().Order(StringComparer.Ordinal))
        {
            Add($"{Path.GetRelativePath(_image, file)} {File.GetUnixFileMode(file)}");
            hash.AppendData(File.ReadAllBytes(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Add(string text) => hash.AppendData(Encoding.UTF8.GetBytes(text + "\n"));
    }

    /// <summary>Fetches what install.sh needs of other suites.</summary>
    public async Task FetchAsync(Apt apt, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Debs);
        if (language.UnpackFrom.Count > 0)
        {
            var files = await apt.FetchAsync(DebsName, language.UnpackFrom, cancellation);
            foreach (var old in Directory.GetFiles(Debs).Where(file => !files.Contains(Path.GetFileName(file))))
            {
                File.Delete(old);
            }
        }
    }

    /// <summary>Makes the language's folder in the tree anew.</summary>
    /// <exception cref="ToolException">install.sh has failed; the folder is gone.</exception>
    public async Task InstallAsync(Tree tree, CancellationToken cancellation)
    {
        var target = DestinationIn(tree, language.Id);
        await RemoveAsync(tree, language.Id, cancellation);
        Directory.CreateDirectory(target);
        foreach (var file in Files().Where(file => !s_special.Contains(Path.GetRelativePath(_image, file))))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(_image, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        if (Npm.IsThere)
        {
            await Npm.CopyAsync(target, cancellation);
        }

        if (File.Exists(Path.Combine(_image, InstallScript)))
        {
            await RunScriptAsync(tree, target, cancellation);
        }

        // Whatever the umask and the modes of a checkout are: everybody in a cell must be able to read it, and nobody else to write to it.
        await new Tool("/bin/chmod", "-R", "u+rwX,go+rX,go-w", target).RunAsync(cancellation);
    }

    /// <summary>Removes a language's folder, and the links elsewhere that led into it.</summary>
    public static async Task RemoveAsync(Tree tree, string language, CancellationToken cancellation)
    {
        await Tool.RemoveAsync(DestinationIn(tree, language));
        await new Tool("/usr/bin/find", tree.In("usr/local"), tree.In("usr/share"), "-maxdepth", "2", "-type", "l", "-lname", $"*/lib/hotcell/{language}/*", "-delete")
            .RunAsync(cancellation);
    }

    private async Task RunScriptAsync(Tree tree, string target, CancellationToken cancellation)
    {
        var scratch = Path.Combine(folders.Work, "scratch");
        Directory.CreateDirectory(scratch);
        var script = tree.Beside("/usr/bin/env", $"--chdir={languageFolder}", "/bin/sh", Path.Combine(_image, InstallScript)) with
        {
            Title = $"install.sh of {language.Id}",
            Environment = new Dictionary<string, string>
            {
                ["TREE"] = tree.Root,
                ["DEST"] = target,
                ["DEBS"] = Debs,
                ["HOME"] = scratch,
                ["DOTNET_ROOT"] = Environment.GetEnvironmentVariable("DOTNET_ROOT") ?? "/usr/share/dotnet",
            },
        };
        try
        {
            await script.RunAsync(cancellation);
        }
        catch (ToolException)
        {
            await RemoveAsync(tree, language.Id, cancellation);
            throw;
        }
        finally
        {
            await Tool.RemoveAsync(scratch);
        }
    }

    private string[] Files() => Directory.Exists(_image) ? Directory.GetFiles(_image, "*", SearchOption.AllDirectories) : [];
}
