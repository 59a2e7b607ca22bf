using Hotcell.Engine.Languages;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Languages;

/// <summary>
/// Everything that the languages are asked to do: the behaviours of <c>languages/behaviours.yaml</c> and the folders
/// <c>languages/&lt;id&gt;/samples/&lt;case&gt;</c>. languages/README.md describes them.
/// </summary>
internal static class Samples
{
    /// <summary>For programs that are not about time, on a machine that has other things to do.</summary>
    private const int PatienceMs = 60_000;

    private static readonly string[] s_notSources = ["stdin", "expect.yaml"];

    /// <summary>Languages of the machine itself whose versions do not matter to the samples; of the others an old one may be there by chance.</summary>
    private static readonly string[] s_anyVersion = ["bash", "c", "cpp", "java", "javascript", "python"];

    /// <summary>Samples for newer versions than a machine may have.</summary>
    private static readonly string[] s_newest = ["java/no_class"];

    /// <summary>Whether the machine is said to have every language in the version that the samples are for.</summary>
    public static bool AllAreInstalled { get; } = Environment.GetEnvironmentVariable("HOTCELL_ALL_LANGUAGES") == "true";

    /// <summary>What the sample expects; skips the test where it is not tried.</summary>
    public static Expectation Try(string sample, SampleServer server)
    {
        var whyNot = WhyNot(sample, server.Languages[Split(sample).Language].Available);
        Assert.SkipWhen(whyNot is not null, whyNot ?? "");
        return ExpectationOf(sample);
    }

    private static string? WhyNot(string sample, bool available) =>
        AllAreInstalled ? null
        : !available ? "not installed"
        : s_anyVersion.Contains(Split(sample).Language) && !s_newest.Contains(sample) ? null
        : "for another version than a machine has by chance; HOTCELL_ALL_LANGUAGES=true tries it";

    /// <summary>By name, in the order of the file.</summary>
    public static IReadOnlyDictionary<string, Behaviour> Behaviours { get; } =
        Yaml.Read<Dictionary<string, Behaviour>>(Path.Combine(Machine.Languages, "behaviours.yaml"));

    public static LanguageCatalog Languages { get; } = LanguageLoader.Load(Machine.Languages);

    /// <summary>All samples, as <c>language/case</c>.</summary>
    public static IEnumerable<string> All => Languages.All.SelectMany(language => CasesOf(language.Id).Select(name => $"{language.Id}/{name}"));

    /// <summary>Folders, and behaviours that take the program of another one.</summary>
    public static IEnumerable<string> CasesOf(string language)
    {
        var folders = Directory.GetDirectories(Path.Combine(Machine.Languages, language, "samples")).Select(path => Path.GetFileName(path)).ToList();
        var borrowed = Behaviours.Where(behaviour => behaviour.Value.Program is { } program && folders.Contains(program)).Select(behaviour => behaviour.Key);
        return folders.Union(borrowed.Except(Languages.Find(language)!.Gaps.Keys)).Order(StringComparer.Ordinal);
    }

    /// <summary>Where the program of a sample is.</summary>
    public static string FolderOf(string sample)
    {
        var (language, name) = Split(sample);
        var samples = Path.Combine(Machine.Languages, language, "samples");
        return Path.Combine(samples, Directory.Exists(Path.Combine(samples, name)) ? name : Behaviours[name].Program!);
    }

    public static Expectation ExpectationOf(string sample)
    {
        var (_, name) = Split(sample);
        var folder = FolderOf(sample);
        var own = Path.GetFileName(folder) == name && File.Exists(Path.Combine(folder, "expect.yaml"))
            ? Yaml.Read<Expectation>(Path.Combine(folder, "expect.yaml"))
            : new Expectation();
        return Behaviours.TryGetValue(name, out var behaviour) ? own.Over(behaviour) : own;
    }

    /// <summary>The body of <c>POST /api/v1/executions</c> that a sample is.</summary>
    public static object RequestOf(string sample, Expectation expected)
    {
        var (language, name) = Split(sample);
        var folder = FolderOf(sample);
        var behaviour = Behaviours.GetValueOrDefault(name);
        var stdin = Path.Combine(folder, "stdin");
        return new
        {
            language,
            files = FilesIn(folder, expected.Entry ?? Languages.Find(language)!.SourceFile, behaviour?.Files ?? []),
            args = expected.Args,
            env = expected.Env,
            limits = new SampleLimits
            {
                WallTimeMs = expected.Limits?.WallTimeMs ?? PatienceMs,
                MemoryMb = expected.Limits?.MemoryMb,
                OutputKb = expected.Limits?.OutputKb,
            },
            stdin = File.Exists(stdin) ? File.ReadAllText(stdin) : behaviour?.Input,
            output_encoding = "base64",
        };
    }

    public static (string Language, string Case) Split(string sample) => (Path.GetDirectoryName(sample)!, Path.GetFileName(sample));

    /// <summary>A lone file goes without its name, so that the language's default is what the sample runs under.</summary>
    private static List<object> FilesIn(string folder, string entry, Dictionary<string, string> data)
    {
        string[] names =
        [
            .. Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(folder, path))
                .Where(name => !s_notSources.Contains(name))
                .OrderBy(name => name != entry)
                .ThenBy(name => name, StringComparer.Ordinal),
        ];
        if (names.Length == 0 || (names.Length > 1 && names[0] != entry))
        {
            throw new InvalidOperationException($"{folder}: 'entry' must name one of {string.Join(", ", names)}.");
        }

        var sent = names.Select(name => new { name = names.Length == 1 ? null : name, content = File.ReadAllBytes(Path.Combine(folder, name)), encoding = "base64" });
        return [.. sent, .. data.Where(file => !names.Contains(file.Key)).Select(file => new { name = file.Key, content = file.Value })];
    }
}
