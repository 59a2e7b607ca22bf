using Hotcell.Engine;
using Hotcell.Engine.Executions;
using Xunit;

namespace Hotcell.Kit;

/// <summary>Runs a request as a blocking caller does.</summary>
public static class Executing
{
    /// <summary>Runs <paramref name="request"/> to its verdict; a fault of ours fails the test.</summary>
    public static async Task<ExecutionResult> RunAsync(this HotcellEngine engine, ExecutionRequest request, CancellationToken cancellation = default)
    {
        await foreach (var happened in engine.Executions.RunAsync(request, cancellation))
        {
            switch (happened)
            {
                case ExecutionEvent.Finished finished:
                    return finished.Result;
                case ExecutionEvent.Faulted faulted:
                    Assert.Fail($"SystemFault: {faulted.Fault}");
                    break;
            }
        }

        throw new InvalidOperationException("The events ended without a result.");
    }

    /// <summary>Asserts that an ordinary program runs as it should.</summary>
    public static async Task AssertServesAsync(this HotcellEngine engine)
    {
        var result = await engine.RunAsync(new ExecutionRequest { Language = "bash", Files = [new SourceFile(null, "echo fine"u8.ToArray())] });
        Assert.True(result.Verdict == Verdict.Ok && result.Run!.Stdout.AsText() == "fine\n", result.Describe());
    }

    /// <summary>Text of an output; what is not UTF-8 becomes U+FFFD.</summary>
    public static string AsText(this ReadOnlyMemory<byte> bytes) => System.Text.Encoding.UTF8.GetString(bytes.Span);

    /// <summary>A result as a failing test wants to show it: verdicts, ends and the first part of every output.</summary>
    public static string Describe(this ExecutionResult result) =>
        $"{result.Verdict}\n  compile: {Describe(result.Compile)}\n  run: {Describe(result.Run)}";

    private static string Describe(StageResult? stage) => stage is null
        ? "none"
        : $"{stage.Verdict}, exit code {stage.ExitCode}, signal {stage.Signal}, refused {stage.RefusedSyscall ?? "nothing"}, "
            + $"{stage.WallTime.TotalMilliseconds:0} ms wall, {stage.CpuTime.TotalMilliseconds:0} ms CPU, {stage.PeakMemory.Mebibytes:0.0} MiB\n"
            + $"    stdout: {Beginning(stage.Stdout)}\n    stderr: {Beginning(stage.Stderr)}";

    private static string Beginning(ReadOnlyMemory<byte> bytes) => bytes[..Math.Min(bytes.Length, 2000)].AsText();
}
