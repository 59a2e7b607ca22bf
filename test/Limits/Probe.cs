using System.Globalization;
using Hotcell.Engine;
using Hotcell.Engine.Executions;
using Hotcell.Kit;
using Xunit;

[assembly: AssemblyFixture(typeof(EngineFixture))]

// What one test uses up must not be missing in the test beside it.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Hotcell.Limits;

/// <summary>
/// Programs that use a given amount of something. Theory of operation: every limit is met three times, by a program that stays below it, by one that
/// takes exactly as much as it may, and by one that wants more. The program is in <c>probes/</c>, is told the amount, and says at its end what it got.
/// </summary>
internal static class Probe
{
    private const string Folder = "test/Limits/probes";

    /// <summary>Runs <c>probes/&lt;name&gt;.c</c>.</summary>
    public static async Task<ExecutionResult> RunAsync(this EngineFixture cells, RequestedLimits limits, string name, params IReadOnlyList<object> args)
    {
        var request = new ExecutionRequest
        {
            Language = "c",
            Files = [Source($"{Folder}/{name}.c") with { Name = "main.c" }, Source("test/Escape/probes/probe.h")],
            Args = [.. args.Select(arg => Convert.ToString(arg, CultureInfo.InvariantCulture)!)],
            Limits = limits,
        };
        var result = await cells.RunAsync(request);
        Assert.True(result.Run is not null, result.Describe());
        return result;
    }

    /// <summary>Asserts that a probe came to its end; returns what it said.</summary>
    public static async Task<string> SaysAsync(this EngineFixture cells, RequestedLimits limits, string name, params IReadOnlyList<object> args)
    {
        var result = await cells.RunAsync(limits, name, args);
        Assert.True(result.Verdict == Verdict.Ok, result.Describe());
        return result.Run!.Stdout.AsText().TrimEnd('\n');
    }

    /// <summary>Asserts what became of a probe; returns the result of its run.</summary>
    public static async Task<StageResult> EndsAsync(
        this EngineFixture cells, Verdict verdict, RequestedLimits limits, string name, params IReadOnlyList<object> args)
    {
        var result = await cells.RunAsync(limits, name, args);
        Assert.True(result.Verdict == verdict, result.Describe());
        return result.Run!;
    }

    public static TimeSpan Milliseconds(double count) => TimeSpan.FromMilliseconds(count);

    public static ByteSize MiB(double count) => ByteSize.FromMebibytes(count);

    private static SourceFile Source(string path) => new(Path.GetFileName(path), File.ReadAllBytes(Path.Combine(Machine.Repository, path)));
}
