using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hotcell.Engine.Documents;
using Hotcell.Engine.Executions;
using Hotcell.Server.Api.Problems;

namespace Hotcell.Server.Api.Playgrounds;

/// <summary>The answer of <c>POST /api/execute</c>.</summary>
internal sealed record PlaygroundAnswer
{
    /// <summary>Whether the program compiled and ended with 0.</summary>
    public required bool Success { get; init; }

    public required string Language { get; init; }

    /// <summary>The same as <see cref="Stdout"/>.</summary>
    public required OutputText Output { get; init; }

    /// <summary>Null after a success, else what went wrong.</summary>
    public required OutputText? Error { get; init; }

    public required OutputText Stdout { get; init; }

    /// <summary>Of the program; of the compiler when it failed.</summary>
    public required OutputText Stderr { get; init; }

    /// <summary>As a shell would report it.</summary>
    public required int ExitCode { get; init; }

    /// <summary>Milliseconds, of the program; of the compiler when it failed.</summary>
    public required long ExecutionTime { get; init; }

    /// <summary>Bytes.</summary>
    public required long MemoryUsed { get; init; }

    public required string Verdict { get; init; }

    /// <summary>ISO 8601, UTC.</summary>
    public required DateTime Timestamp { get; init; }

    /// <summary>Protections that were missing, as accepted at start; absent when none was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Degraded { get; init; }

    /// <summary>The service that ran the program because this server could not; absent when it ran here.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Fallback { get; init; }

    public static PlaygroundAnswer Of(ExecutionResult result, DateTimeOffset now)
    {
        var flat = FlatResult.Of(result);
        return new PlaygroundAnswer
        {
            Success = result.Verdict == Engine.Executions.Verdict.Ok,
            Language = result.Language,
            Output = flat.Stdout,
            Error = Explanation.Of(result),
            Stdout = flat.Stdout,
            Stderr = flat.Stderr,
            ExitCode = flat.ExitCode,
            ExecutionTime = (long)Math.Round(flat.ExecutionTimeMs),
            MemoryUsed = (result.Run ?? result.Compile!).PeakMemory.Bytes,
            Verdict = result.Verdict.ToString(),
            Timestamp = now.UtcDateTime,
            Degraded = flat.Degraded,
            Fallback = flat.Fallback,
        };
    }

    public void WriteJson(IBufferWriter<byte> output) => JsonStyle.Write(output, this, PlaygroundJson.Styled.PlaygroundAnswer);
}

/// <summary>When nothing ran.</summary>
/// <param name="Error">For people.</param>
/// <param name="Details">Every wrong field of the request.</param>
internal sealed record PlaygroundError(bool Success, string Error, string? Message, IReadOnlyList<ProblemField> Details, DateTime Timestamp)
{
    public static ErrorShape Shape(TimeProvider time) => new(problem => JsonSerializer.SerializeToUtf8Bytes(
        new PlaygroundError(false, problem.Title, problem.Detail, problem.Errors ?? [], time.GetUtcNow().UtcDateTime),
        PlaygroundJson.Styled.PlaygroundError));
}

[JsonSerializable(typeof(PlaygroundAnswer))]
[JsonSerializable(typeof(PlaygroundError))]
[JsonSerializable(typeof(PlaygroundLanguages))]
[JsonSerializable(typeof(PlaygroundSystem))]
internal sealed partial class PlaygroundJson : JsonSerializerContext
{
    public static PlaygroundJson Styled { get; } = new(JsonStyle.Create(naming: JsonNamingPolicy.CamelCase));
}
