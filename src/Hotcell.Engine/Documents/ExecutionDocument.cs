using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hotcell.Engine.Executions;
using Hotcell.Engine.Judging;
using Hotcell.Protocol;

namespace Hotcell.Engine.Documents;

/// <summary>
/// The verdict as a JSON document: what the native API answers and <c>hotcell run --json</c> prints. Here, because both must stay the same.
/// Field names and verdict names are frozen; new fields are appended.
/// </summary>
public sealed record ExecutionDocument
{
    public required string Id { get; init; }

    public required string Language { get; init; }

    /// <summary>Name of a <see cref="Executions.Verdict"/>.</summary>
    public required string Verdict { get; init; }

    /// <summary>Null for languages that do not compile.</summary>
    public required StageDocument? Compile { get; init; }

    /// <summary>Null when compiling failed, and when there were tests.</summary>
    public required StageDocument? Run { get; init; }

    /// <summary>By name. Absent where none were asked for, or the program did not end well.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<OutputFileDocument>? OutputFiles { get; init; }

    /// <summary>What was asked for and is not here.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<LeftOutFile>? LeftOutFiles { get; init; }

    /// <summary>Points of all tests; absent where there were none, or nothing was compiled to run them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Score { get; init; }

    /// <summary>Points that there were to get.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? MaxScore { get; init; }

    /// <summary>In the order of the request.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TestDocument>? Tests { get; init; }

    /// <summary>Names of the protections that were in force: <c>user_namespace</c>, <c>seccomp</c> …</summary>
    public required IReadOnlyList<string> Isolation { get; init; }

    /// <summary>Names of those that were missing, because they cannot be had on this machine and the operator has accepted it; absent when none was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Degraded { get; init; }

    /// <summary>The service that ran the program because this server could not; absent when it ran here.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Fallback { get; init; }

    public static ExecutionDocument Of(ExecutionResult result, OutputEncoding encoding, string id) => new()
    {
        Id = id,
        Language = result.Language,
        Verdict = result.Verdict.ToString(),
        Compile = result.Compile is { } compile ? StageDocument.Of(compile, encoding) with { Cached = compile.Cached } : null,
        Run = result.Run is { } run ? StageDocument.Of(run, encoding) : null,
        OutputFiles = result.OutputFiles is { } left ? [.. left.Files.Select(OutputFileDocument.Of)] : null,
        LeftOutFiles = result.OutputFiles?.LeftOut,
        Score = result.Judgement?.Points,
        MaxScore = result.Judgement?.MaxPoints,
        Tests = result.Judgement is { } judged ? [.. judged.Tests.Select(test => TestDocument.Of(test, encoding))] : null,
        Isolation = IsolationNames.Of(result.Isolation),
        Degraded = DegradedOf(result),
        Fallback = result.Fallback,
    };

    /// <summary>As below; nothing is known of what ran elsewhere.</summary>
    public static IReadOnlyList<string>? DegradedOf(ExecutionResult result) => result.Fallback is null ? DegradedOf(result.Isolation) : null;

    /// <summary>The protections that are missing, as the operator has accepted; null, and so no field of an answer, when none is.</summary>
    public static IReadOnlyList<string>? DegradedOf(Isolation isolation) => IsolationNames.Missing(isolation) is { Count: > 0 } missing ? missing : null;

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ExecutionJson.Styled.ExecutionDocument);

    /// <summary>As <see cref="ToJson"/>, for a server: the document may be large.</summary>
    public void WriteJson(IBufferWriter<byte> output) => JsonStyle.Write(output, this, ExecutionJson.Styled.ExecutionDocument);
}

/// <param name="Name">Relative to <c>/work</c>.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Content">Base64.</param>
public sealed record OutputFileDocument(string Name, long Size, OutputText Content)
{
    public static OutputFileDocument Of(OutputFile file) => new(file.Name, file.Content.Length, OutputText.Of(file.Content, OutputEncoding.Base64));
}

/// <summary>What became of one test.</summary>
public sealed record TestDocument
{
    public required string Verdict { get; init; }

    public required double Points { get; init; }

    public required double MaxPoints { get; init; }

    /// <summary>What a checker program or an interactor wrote to stderr, or why it has no opinion.</summary>
    public required string? Message { get; init; }

    /// <summary>How the program ran; null when it did not. Outputs are cut that are much longer than expected.</summary>
    public required StageDocument? Run { get; init; }

    public static TestDocument Of(TestResult test, OutputEncoding encoding) => new()
    {
        Verdict = test.Verdict.ToString(),
        Points = test.Points,
        MaxPoints = test.MaxPoints,
        Message = test.Message,
        Run = test.Run is { } run ? StageDocument.Of(run, encoding) : null,
    };
}

/// <summary>What one stage did. The three outputs are text (invalid UTF-8 becomes U+FFFD) or base64, as asked for.</summary>
public sealed record StageDocument
{
    public required string Verdict { get; init; }

    public required OutputText Stdout { get; init; }

    public required OutputText Stderr { get; init; }

    /// <summary>Both streams in the order in which they arrived.</summary>
    public required OutputText Output { get; init; }

    /// <summary>Null when a signal or a limit ended the program.</summary>
    public required int? ExitCode { get; init; }

    public required string? Signal { get; init; }

    public required double WallTimeMs { get; init; }

    public required double CpuTimeMs { get; init; }

    public required long PeakMemoryBytes { get; init; }

    /// <summary>First system call that was refused by name.</summary>
    public required string? RefusedSyscall { get; init; }

    /// <summary>Whether its runtime had booted before the program came. Nothing else tells.</summary>
    public required bool Hot { get; init; }

    /// <summary>Whether it was not compiled again: the rest tells of the time when it was. Only in the compile stage.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Cached { get; init; }

    public static StageDocument Of(StageResult stage, OutputEncoding encoding) => new()
    {
        Verdict = stage.Verdict.ToString(),
        Stdout = OutputText.Of(stage.Output, OutputStream.Stdout, encoding),
        Stderr = OutputText.Of(stage.Output, OutputStream.Stderr, encoding),
        Output = OutputText.InOrder(stage.Output, encoding),
        ExitCode = stage.ExitCode,
        Signal = stage.Signal,
        WallTimeMs = Math.Round(stage.WallTime.TotalMilliseconds, 3),
        CpuTimeMs = Math.Round(stage.CpuTime.TotalMilliseconds, 3),
        PeakMemoryBytes = stage.PeakMemory.Bytes,
        RefusedSyscall = stage.RefusedSyscall,
        Hot = stage.Hot,
    };
}

[JsonSerializable(typeof(ExecutionDocument))]
internal sealed partial class ExecutionJson : JsonSerializerContext
{
    public static ExecutionJson Styled { get; } = new(JsonStyle.Create());
}
