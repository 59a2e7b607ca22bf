using System.Text.Json.Serialization;
using Hotcell.Engine.Documents;
using Hotcell.Engine.Executions;

namespace Hotcell.Server.Api;

/// <summary>The answer to a <see cref="FlatForm"/>. When the program does not compile, what the compiler wrote stands for what it would have written to stderr.</summary>
internal sealed record FlatResult
{
    public required OutputText Stdout { get; init; }

    public required OutputText Stderr { get; init; }

    /// <summary>As a shell would report it: 124 after a time limit, 137 after the memory limit, 128 + n after signal n.</summary>
    public required int ExitCode { get; init; }

    public required bool Timeout { get; init; }

    public required bool MemoryExceeded { get; init; }

    /// <summary>Name of a <see cref="Engine.Executions.Verdict"/>.</summary>
    public required string Verdict { get; init; }

    /// <summary>Of the program; of the compiler when it failed.</summary>
    public required double ExecutionTimeMs { get; init; }

    public required double MemoryUsedMb { get; init; }

    /// <summary>Protections that were missing, as accepted at start; absent when none was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Degraded { get; init; }

    /// <summary>The service that ran the program because this server could not; absent when it ran here.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Fallback { get; init; }

    public static FlatResult Of(ExecutionResult result)
    {
        var stage = result.Run ?? result.Compile ?? throw new InvalidOperationException("An execution finished without a stage.");
        return new FlatResult
        {
            Stdout = result.Run is null ? OutputText.Empty : OutputText.Of(stage.Output, OutputStream.Stdout),
            Stderr = result.Run is null ? OutputText.InOrder(stage.Output) : OutputText.Of(stage.Output, OutputStream.Stderr),
            ExitCode = ShellExitCode.Of(result),
            Timeout = stage.Verdict is Engine.Executions.Verdict.TimeLimit or Engine.Executions.Verdict.CpuTimeLimit,
            MemoryExceeded = stage.Verdict == Engine.Executions.Verdict.MemoryLimit,
            Verdict = result.Verdict.ToString(),
            ExecutionTimeMs = Math.Round(stage.WallTime.TotalMilliseconds, 3),
            MemoryUsedMb = Math.Round(stage.PeakMemory.Mebibytes, 3),
            Degraded = ExecutionDocument.DegradedOf(result),
            Fallback = result.Fallback,
        };
    }
}
