using Hotcell.Engine;
using Hotcell.Engine.Executions;
using Hotcell.Engine.Languages;
using Hotcell.Kit;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Hotcell.Languages;

/// <summary>The folders <c>languages/&lt;id&gt;/samples/&lt;case&gt;</c>. languages/README.md describes them.</summary>
internal static class Samples
{
    private static readonly string[] s_notSources = ["stdin", "expect.yaml"];

    private static readonly IDeserializer s_yaml = new DeserializerBuilder()
        .WithNamingConvention(UnderscoredNamingConvention.Instance)
        .WithEnforceRequiredMembers()
        .Build();

    /// <summary>Ids of all languages.</summary>
    public static IEnumerable<string> Languages => NamesIn(Machine.Languages);

    /// <summary>All samples, as <c>language/case</c>.</summary>
    public static IEnumerable<string> All => Languages.SelectMany(language => CasesOf(language).Select(name => $"{language}/{name}"));

    public static IEnumerable<string> CasesOf(string language) => NamesIn(Path.Combine(Machine.Languages, language, "samples"));

    public static string FolderOf(string sample) =>
        Path.Combine(Machine.Languages, Path.GetDirectoryName(sample)!, "samples", Path.GetFileName(sample));

    public static Expectation ExpectationOf(string sample) =>
        s_yaml.Deserialize<Expectation>(File.ReadAllText(Path.Combine(FolderOf(sample), "expect.yaml")));

    /// <summary>The request that a sample is.</summary>
    public static ExecutionRequest RequestOf(string sample, Expectation expected)
    {
        var folder = FolderOf(sample);
        var stdin = Path.Combine(folder, "stdin");
        return new ExecutionRequest
        {
            Language = Path.GetDirectoryName(sample)!,
            Files = FilesIn(folder, expected.Entry),
            Args = expected.Args,
            Env = expected.Env,
            Stdin = File.Exists(stdin) ? File.ReadAllBytes(stdin) : default,
            Limits = new RequestedLimits
            {
                WallTime = expected.Limits.WallTimeMs is { } wall ? TimeSpan.FromMilliseconds(wall) : null,
                Memory = expected.Limits.MemoryMb is { } memory ? ByteSize.FromMebibytes(memory) : null,
            },
        };
    }

    private static IEnumerable<string> NamesIn(string folder) =>
        Directory.GetDirectories(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    /// <summary>A lone file goes without its name, so that the language's default is what the sample runs under.</summary>
    private static IReadOnlyList<SourceFile> FilesIn(string folder, string? entry)
    {
        string[] names =
        [
            .. Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(folder, path))
                .Where(name => !s_notSources.Contains(name))
                .OrderBy(name => name != entry)
                .ThenBy(name => name, StringComparer.Ordinal),
        ];
        if (entry is not null ? names is [var first, ..] && first != entry : names.Length != 1)
        {
            throw new InvalidOperationException($"{folder}: 'entry' must name one of {string.Join(", ", names)}.");
        }

        return [.. names.Select(name => new SourceFile(entry is null ? null : name, File.ReadAllBytes(Path.Combine(folder, name))))];
    }
}

/// <summary><c>expect.yaml</c>. Null means that anything is right.</summary>
internal sealed class Expectation
{
    public required Verdict Verdict { get; init; }

    public int? ExitCode { get; init; }

    public string? Signal { get; init; }

    public string? Stdout { get; init; }

    public List<string> StderrContains { get; init; } = [];

    public string? Entry { get; init; }

    public List<string> Args { get; init; } = [];

    public Dictionary<string, string> Env { get; init; } = [];

    public ExpectationLimits Limits { get; init; } = new();
}

internal sealed class ExpectationLimits
{
    public int? WallTimeMs { get; init; }

    public int? MemoryMb { get; init; }
}
