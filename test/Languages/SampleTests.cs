using Hotcell.Engine.Executions;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Languages;

/// <summary>Every sample of every language, through the API, in real cells. A test is named after its sample: <c>python/hello</c>.</summary>
public sealed class SampleTests(CellsFixture cells) : IClassFixture<LeavesNothing<CellsFixture>>
{
    public static IEnumerable<TheoryDataRow<string>> All => Samples.All.Select(sample =>
        new TheoryDataRow<string>(sample) { TestDisplayName = sample, Label = "" }.WithTrait("language", Samples.Split(sample).Language));

    [Theory]
    [MemberData(nameof(All))]
    public async Task Sample_does_what_it_promises(string sample)
    {
        var expected = Samples.Try(sample, cells);

        var result = await cells.RunAsync(sample, expected);

        var wrong = Differences(expected, result).ToList();
        cells.Table.Note(sample, wrong.Count == 0);
        Assert.True(wrong.Count == 0, $"{string.Join("\n", wrong)}\nIt was {result}");
    }

    private static IEnumerable<string> Differences(Expectation expected, SampleResult result)
    {
        if (result.Verdict != expected.Verdict)
        {
            yield return $"verdict: expected {expected.Verdict}, not {result.Verdict}";
        }

        var stage = result.Last;
        if (expected.ExitCode is { } code && stage.ExitCode != code)
        {
            yield return $"exit code: expected {code}, not {stage.ExitCode}";
        }

        if (expected.Signal is { } signal && stage.Signal != signal)
        {
            yield return $"signal: expected {signal}, not {stage.Signal}";
        }

        if (expected.Stdout is { } stdout && stage.Stdout != stdout)
        {
            yield return $"stdout: expected '{stdout}', not '{stage.Stdout[..Math.Min(stage.Stdout.Length, 2000)]}'";
        }

        if (expected.Stderr is { } stderr && stage.Stderr != stderr)
        {
            yield return $"stderr: expected '{stderr}', not '{stage.Stderr}'";
        }

        var errors = stage.Stderr + (result.Verdict == Verdict.CompileError ? stage.Stdout : "");
        foreach (var text in (expected.StderrContains ?? []).Where(text => !errors.Contains(text, StringComparison.Ordinal)))
        {
            yield return $"stderr: expected '{text}' somewhere in it";
        }
    }
}
