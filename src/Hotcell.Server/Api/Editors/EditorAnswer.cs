using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hotcell.Engine.Documents;
using Hotcell.Engine.Executions;
using Hotcell.Engine.Judging;
using Hotcell.Server.Api.Problems;

namespace Hotcell.Server.Api.Editors;

/// <summary>The answer of <c>POST /execute</c>.</summary>
internal sealed record EditorAnswer
{
    public required Guid ExecutionId { get; init; }

    /// <summary><c>success</c>, <c>timeout</c>, or <c>error</c>; <see cref="Verdict"/> tells more.</summary>
    public required string Status { get; init; }

    public required bool Success { get; init; }

    public required string Language { get; init; }

    /// <summary>stdout and stderr in the order in which they were written; what the compiler wrote when it failed.</summary>
    public required OutputText Output { get; init; }

    public required OutputText Stdout { get; init; }

    public required OutputText Stderr { get; init; }

    /// <summary>Null after a success, else what went wrong.</summary>
    public required OutputText? Error { get; init; }

    /// <summary>As a shell would report it.</summary>
    public required int ExitCode { get; init; }

    /// <summary>Milliseconds.</summary>
    public required long ExecutionTime { get; init; }

    public required string Verdict { get; init; }

    /// <summary>Protections that were missing, as accepted at start; absent when none was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Degraded { get; init; }

    /// <summary>The service that ran the program because this server could not; absent when it ran here.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Fallback { get; init; }

    /// <summary>Absent when the request had no tests.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<EditorTest>? TestResults { get; init; }

    /// <param name="id">By which rooms know it, too.</param>
    public static EditorAnswer Of(Guid id, EditorOutcome outcome)
    {
        var judged = outcome.Judged;
        var result = outcome.Own ?? judged!.OfTest(0);
        var flat = FlatResult.Of(result);
        return new EditorAnswer
        {
            ExecutionId = id,
            Status = ExecutionStatus.Of(result),
            Success = result.Verdict == Engine.Executions.Verdict.Ok,
            Language = result.Language,
            Output = OutputText.InOrder((result.Run ?? result.Compile!).Output),
            Stdout = flat.Stdout,
            Stderr = flat.Stderr,
            Error = Explanation.Of(result),
            ExitCode = flat.ExitCode,
            ExecutionTime = (long)Math.Round(flat.ExecutionTimeMs),
            Verdict = result.Verdict.ToString(),
            Degraded = flat.Degraded,
            Fallback = flat.Fallback,
            TestResults = judged is null ? null : [.. outcome.Tests.Select((test, index) => EditorTest.Of(test, judged, index))],
        };
    }

    public void WriteJson(IBufferWriter<byte> output) => JsonStyle.Write(output, this, EditorJson.Styled.EditorAnswer);
}

/// <summary>What became of a request.</summary>
/// <param name="Own">Null: the run is that of the first test.</param>
/// <param name="Judged">Null where there are no tests.</param>
internal sealed record EditorOutcome(ExecutionResult? Own, IReadOnlyList<TestCase> Tests, ExecutionResult? Judged)
{
    public long Held => (Own?.Held ?? 0) + (Judged?.Held ?? 0) + Tests.Sum(test => (long)test.Stdin.Length + test.Expected.Length);
}

/// <summary>What became of one test.</summary>
internal sealed record EditorTest(
    OutputText Input, OutputText ExpectedOutput, OutputText ActualOutput, bool Passed, string Status, OutputText? Error, long ExecutionTime)
{
    public static EditorTest Of(TestCase test, ExecutionResult judged, int index)
    {
        var result = judged.OfTest(index);
        return new EditorTest(
            OutputText.Of(test.Stdin),
            OutputText.Of(test.Expected),
            result.Run is null ? OutputText.Empty : OutputText.Of(result.Run.Output, OutputStream.Stdout),
            judged.Judgement?.Tests[index].Verdict == Verdict.Accepted,
            ExecutionStatus.Of(result),
            Explanation.Of(result),
            (long)Math.Round((result.Run?.WallTime ?? TimeSpan.Zero).TotalMilliseconds));
    }
}

/// <summary>When nothing ran.</summary>
internal sealed record EditorError(string Status, bool Success, string Error, string? Message, IReadOnlyList<ProblemField> Details)
{
    public static ErrorShape Shape { get; } = new(problem => JsonSerializer.SerializeToUtf8Bytes(
        new EditorError("error", false, problem.Title, problem.Detail, problem.Errors ?? []), EditorJson.Styled.EditorError));
}

[JsonSerializable(typeof(EditorAnswer))]
[JsonSerializable(typeof(EditorError))]
[JsonSerializable(typeof(EditorLanguages))]
internal sealed partial class EditorJson : JsonSerializerContext
{
    public static EditorJson Styled { get; } = new(JsonStyle.Create(naming: JsonNamingPolicy.CamelCase));
}
