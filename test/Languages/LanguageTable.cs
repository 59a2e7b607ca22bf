using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Hotcell.Engine.Languages;

namespace Hotcell.Languages;

/// <summary>
/// <c>docs/languages.md</c>: what every language is and can do, as the samples have just shown. <c>./hotcell test --table</c> writes it: it names
/// the file in <c>HOTCELL_LANGUAGE_TABLE</c>.
/// </summary>
internal sealed class LanguageTable
{
    private const int Rounds = 5;

    private readonly ConcurrentDictionary<string, bool> _outcomes = new(StringComparer.Ordinal);

    public static string? File => Environment.GetEnvironmentVariable("HOTCELL_LANGUAGE_TABLE") is { Length: > 0 } file ? file : null;

    public void Note(string sample, bool passed) => _outcomes[sample] = passed;

    public async Task WriteAsync(string file, IReadOnlyDictionary<string, LanguageAnswer> versions, Func<string, Task<SampleResult>> run)
    {
        var text = new StringBuilder();
        text.AppendLine("""
            # Languages

            Written by `./hotcell test --table`: every mark below is a program that was sent to the API and ran in a cell. Do not edit.

            Installed: what a language added to the image; what several share counts for the first. Compile, run and memory are of `samples/hello`,
            the best of five, in cells that nothing was prepared for; they compare languages on one machine, and say little about another.

            | language | id and other names | version | installed MB | compile ms | run ms | memory MiB |
            |---|---|---|---|---|---|---|
            """);
        foreach (var language in Samples.Languages.All)
        {
            text.AppendLine(await RowAsync(language, versions[language.Id], run));
        }

        AddBehaviours(text);
        AddGaps(text);
        await System.IO.File.WriteAllTextAsync(file, text.ToString());
    }

    private static async Task<string> RowAsync(Language language, LanguageAnswer answer, Func<string, Task<SampleResult>> run)
    {
        var names = string.Join(' ', language.Aliases.Prepend(language.Id).Select(name => $"`{name}`"));
        if (!answer.Available)
        {
            return $"| {language.Name} | {names} | not installed | | | | |";
        }

        var results = new List<SampleResult>();
        for (var round = 0; round < Rounds; round++)
        {
            results.Add(await run($"{language.Id}/hello"));
        }

        var compile = language.Compile is null ? "–" : Best(results, result => result.Compile!.WallTimeMs);
        var memory = Best(results, result => result.Run?.PeakMemoryMb ?? 0);
        return $"| {language.Name} | {names} | {answer.Version} | {SizeOf(language)} | {compile} | {Best(results, result => result.Run?.WallTimeMs ?? 0)} | {memory} |";
    }

    private void AddBehaviours(StringBuilder text)
    {
        text.AppendLine().AppendLine("## What they can do").AppendLine();
        foreach (var (name, behaviour) in Samples.Behaviours)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"- **{name}**: {behaviour.About}");
        }

        text.AppendLine().AppendLine("✓ does · – cannot, for a reason below · ✗ should, and does not").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"| | {string.Join(" | ", Samples.Behaviours.Keys.Select(name => name.Replace('_', ' ')))} |");
        text.AppendLine(CultureInfo.InvariantCulture, $"|---|{string.Concat(Enumerable.Repeat("---|", Samples.Behaviours.Count))}");
        foreach (var language in Samples.Languages.All)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {language.Name} | {string.Join(" | ", Samples.Behaviours.Keys.Select(name => Mark(language, name)))} |");
        }
    }

    private string Mark(Language language, string behaviour) =>
        language.Gaps.ContainsKey(behaviour) ? "–" : _outcomes.TryGetValue($"{language.Id}/{behaviour}", out var passed) ? passed ? "✓" : "✗" : "";

    private static void AddGaps(StringBuilder text)
    {
        text.AppendLine().AppendLine("## What they cannot").AppendLine();
        foreach (var (language, gap) in Samples.Languages.All.SelectMany(language => language.Gaps, (language, gap) => (language, gap)))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"- {language.Name}, {gap.Key}: {gap.Value}");
        }
    }

    private static string Best(List<SampleResult> results, Func<SampleResult, double> of) =>
        results.Min(of).ToString("0", CultureInfo.InvariantCulture);

    /// <summary>As the image's manifest tells; empty for languages of the machine itself.</summary>
    private static string SizeOf(Language language)
    {
        var manifest = Path.Combine(Environment.GetEnvironmentVariable("HOTCELL_IMAGE_STORE") ?? "/nonexistent", "current", "manifest.json");
        return System.IO.File.Exists(manifest)
            && JsonDocument.Parse(System.IO.File.ReadAllBytes(manifest)).RootElement.GetProperty("languages").TryGetProperty(language.Id, out var installed)
                ? (installed.GetProperty("bytes").GetInt64() / 1e6).ToString("0", CultureInfo.InvariantCulture)
                : "";
    }
}
