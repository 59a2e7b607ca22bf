using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Hotcell.Engine.Documents;
using Hotcell.Engine.Executions;
using Hotcell.Server.Api.Problems;

namespace Hotcell.Server.Api.Live;

/// <summary>Argument of <c>execution-start</c>.</summary>
/// <param name="RoomId">Of whoever sees it as a member of a room.</param>
internal sealed record StartDocument(string ExecutionId, string? RoomId);

/// <summary>Acknowledgement of <c>stop</c>.</summary>
internal sealed record StopDocument(string ExecutionId);

/// <summary>Acknowledgement of <c>leave</c>.</summary>
internal sealed record LeaveDocument(string RoomId);

/// <summary>Argument of <c>output</c>.</summary>
/// <param name="Type"><c>stderr</c>; absent for stdout.</param>
/// <param name="Stage"><c>compile</c>; absent for the program.</param>
internal sealed record LiveOutputDocument(string ExecutionId, string? RoomId, string Data, string? Type, string? Stage);

/// <summary>Argument of <c>execution-complete</c>. Times in milliseconds, memory in bytes.</summary>
internal sealed record CompleteDocument
{
    public required string ExecutionId { get; init; }

    public string? RoomId { get; init; }

    /// <summary><c>success</c>, <c>error</c>, <c>timeout</c> or <c>cancelled</c>; <see cref="Verdict"/> tells more.</summary>
    public required string Status { get; init; }

    public required bool Success { get; init; }

    /// <summary>As a shell would report it.</summary>
    public required int ExitCode { get; init; }

    public string? Verdict { get; init; }

    public string? Signal { get; init; }

    /// <summary>In one line or what the compiler said; absent after a success.</summary>
    public OutputText? Error { get; init; }

    public double? ExecutionTime { get; init; }

    public double? CpuTime { get; init; }

    public long? MemoryUsed { get; init; }

    public bool? Hot { get; init; }

    /// <summary>Whether output was left out: this member of the room was too slow for it.</summary>
    public bool? Skipped { get; init; }

    /// <summary>Protections that were missing, as accepted at start.</summary>
    public IReadOnlyList<string>? Degraded { get; init; }

    /// <summary>The service that ran the program because this server could not.</summary>
    public string? Fallback { get; init; }

    /// <summary>With tests, of the first.</summary>
    public static CompleteDocument Of(string executionId, ExecutionResult result) => OfRun(executionId, result.OfTest(0));

    /// <summary>Of one that has no result: given up, or our fault.</summary>
    public static CompleteDocument Without(string executionId, string status, int exitCode) => new() { ExecutionId = executionId, Status = status, Success = false, ExitCode = exitCode };

    private static CompleteDocument OfRun(string executionId, ExecutionResult result) => new()
    {
        ExecutionId = executionId,
        Status = ExecutionStatus.Of(result),
        Success = result.Verdict == Engine.Executions.Verdict.Ok,
        ExitCode = ShellExitCode.Of(result),
        Verdict = result.Verdict.ToString(),
        Signal = result.Run?.Signal,
        Error = Explanation.Of(result),
        ExecutionTime = Milliseconds(result.Run?.WallTime),
        CpuTime = Milliseconds(result.Run?.CpuTime),
        MemoryUsed = result.Run?.PeakMemory.Bytes,
        Hot = result.Run?.Hot,
        Degraded = ExecutionDocument.DegradedOf(result),
        Fallback = result.Fallback,
    };

    private static double? Milliseconds(TimeSpan? time) => time is { } some ? Math.Round(some.TotalMilliseconds, 3) : null;
}

/// <summary>Argument of <c>error</c>.</summary>
/// <param name="ExecutionId">That it is about; absent for none.</param>
/// <param name="Errors">Every wrong field.</param>
/// <param name="RetryAfter">Seconds.</param>
internal sealed record ErrorDocument(string Message, string? ExecutionId, IReadOnlyList<ProblemField>? Errors, int? RetryAfter)
{
    public static ErrorDocument Of(ProblemDetails problem, string? executionId) => new(
        problem.Detail is { } detail ? $"{problem.Title}: {detail}" : problem.Title,
        executionId,
        problem.Errors,
        problem.RetryAfter is { } time ? (int)Math.Ceiling(time.TotalSeconds) : null);
}

[JsonSerializable(typeof(StartDocument))]
[JsonSerializable(typeof(StopDocument))]
[JsonSerializable(typeof(LeaveDocument))]
[JsonSerializable(typeof(LiveOutputDocument))]
[JsonSerializable(typeof(CompleteDocument))]
[JsonSerializable(typeof(ErrorDocument))]
internal sealed partial class LiveJson : JsonSerializerContext
{
    public static LiveJson Styled { get; } = new(JsonStyle.Create(JsonIgnoreCondition.WhenWritingNull, JsonNamingPolicy.CamelCase));

    /// <summary>One document as the arguments of an event.</summary>
    public static Action<IBufferWriter<byte>> Of<T>(T document, JsonTypeInfo<T> type) => output => JsonStyle.Write(output, document, type);
}
