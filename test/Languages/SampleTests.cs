using Hotcell.Engine.Executions;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Languages;

/// <summary>Every sample, in a real cell. A test is named after its folder: <c>python/hello</c>.</summary>
public sealed class SampleTests(CellsFixture cells)
{
    public static IEnumerable<TheoryDataRow<string>> All =>
        Samples.All.Select(sample => new TheoryDataRow<string>(sample) { TestDisplayName = sample, Label = "" });

    [Theory]
    [MemberData(nameof(All))]
    public async Task Sample_does_what_it_promises(string sample)
    {
        var expected = Samples.ExpectationOf(sample);

        var result = await cells.Engine.RunAsync(Samples.RequestOf(sample, expected));

        var wrong = Differences(expected, result).ToList();
        Assert.True(wrong.Count == 0, $"{string.Join("\n", wrong)}\nIt was {result.Describe()}");
    }

    private static IEnumerable<string> Differences(Expectation expected, ExecutionResult result)
    {
        if (result.Verdict != expected.Verdict)
        {
            yield return $"verdict: expected {expected.Verdict}, not {result.Verdict}";
        }

        var stage = result.Run ?? result.Compile!;
        if (expected.ExitCode is { } code && stage.ExitCode != code)
        {
            yield return $"exit code: expected {code}, not {stage.ExitCode}";
        }

        if (expected.Signal is { } signal && stage.Signal != signal)
        {
            yield return $"signal: expected {signal}, not {stage.Signal}";
        }

        if (expected.Stdout is { } stdout && stage.Stdout.AsText() != stdout)
        {
            yield return $"stdout: expected '{stdout}', not '{stage.Stdout.AsText()}'";
        }

        var errors = stage.Stderr.AsText() + (result.Verdict == Verdict.CompileError ? stage.Stdout.AsText() : "");
        foreach (var text in expected.StderrContains.Where(text => !errors.Contains(text, StringComparison.Ordinal)))
        {
            yield return $"stderr: expected '{text}' somewhere in it";
        }
    }
}
