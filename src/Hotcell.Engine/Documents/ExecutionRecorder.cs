using Hotcell.Engine.Executions;
using Hotcell.Engine.Judging;
using Hotcell.Protocol;

namespace Hotcell.Engine.Documents;

public enum OutputEncoding
{
    /// <summary>Text; what is not UTF-8 becomes U+FFFD.</summary>
    Utf8,

    /// <summary>The bytes as they were.</summary>
    Base64,
}

/// <summary>Folds the events of one execution into its <see cref="ExecutionDocument"/>.</summary>
public sealed class ExecutionRecorder(OutputEncoding encoding)
{
    private readonly Transcript _compile = new();
    private readonly Transcript _run = new();

    /// <summary>Of the document.</summary>
    public string Id { get; init; } = Guid.CreateVersion7().ToString();

    public void Add(ExecutionEvent.Output output)
    {
        // Only text needs the arrival order of the two streams: a character of one may be split by bytes of the other.
        if (encoding == OutputEncoding.Utf8)
        {
            (output.Stage == Stage.Compile ? _compile : _run).Add(output.Stream, output.Bytes.Span);
        }
    }

    /// <summary>Both streams of the program in the order in which they arrived, or of the compiler when it failed. To be asked once, when all was added.</summary>
    public string TextInOrder(ExecutionResult result) => (result.Run is null ? _compile : _run).Finish();

    public ExecutionDocument Finish(ExecutionResult result) => new()
    {
        Id = Id,
        Language = result.Language,
        Verdict = result.Verdict.ToString(),
        Compile = Describe(result.Compile, _compile) is { } compile ? compile with { Cached = result.Compile!.Cached } : null,
        Run = Describe(result.Run, _run),
        OutputFiles = result.OutputFiles is { } left ? [.. left.Files.Select(file => new OutputFileDocument(file.Name, file.Content.Length, Convert.ToBase64String(file.Content.Span)))] : null,
        LeftOutFiles = result.OutputFiles?.LeftOut,
        Score = result.Judgement?.Points,
        MaxScore = result.Judgement?.MaxPoints,
        Tests = result.Judgement is { } judged ? [.. judged.Tests.Select(Describe)] : null,
        Isolation = IsolationNames.Of(result.Isolation),
        Degraded = DegradedOf(result),
        Fallback = result.Fallback,
    };

    /// <summary>As below; nothing is known of what ran elsewhere.</summary>
    public static IReadOnlyList<string>? DegradedOf(ExecutionResult result) => result.Fallback is null ? DegradedOf(result.Isolation) : null;

    /// <summary>The protections that are missing, as the operator has accepted; null, and so no field of an answer, when none is.</summary>
    public static IReadOnlyList<string>? DegradedOf(Isolation isolation) => IsolationNames.Missing(isolation) is { Count: > 0 } missing ? missing : null;

    public TestDocument Describe(TestResult test) => new()
    {
        Verdict = test.Verdict.ToString(),
        Points = test.Points,
        MaxPoints = test.MaxPoints,
        Message = test.Message,
        Run = Describe(test.Run, transcript: null),
    };

    /// <param name="transcript">Null where the order of arrival was not followed: then a character that the other stream has torn is lost.</param>
    private StageDocument? Describe(StageResult? stage, Transcript? transcript) => stage is null ? null : new StageDocument
    {
        Verdict = stage.Verdict.ToString(),
        Stdout = Encode(stage.Stdout),
        Stderr = Encode(stage.Stderr),
        Output = encoding == OutputEncoding.Utf8 && transcript is not null ? transcript.Finish() : Encode(stage.Interleaved),
        ExitCode = stage.ExitCode,
        Signal = stage.Signal,
        WallTimeMs = Math.Round(stage.WallTime.TotalMilliseconds, 3),
        CpuTimeMs = Math.Round(stage.CpuTime.TotalMilliseconds, 3),
        PeakMemoryBytes = stage.PeakMemory.Bytes,
        RefusedSyscall = stage.RefusedSyscall,
        Hot = stage.Hot,
    };

    private string Encode(ReadOnlyMemory<byte> bytes) =>
        encoding == OutputEncoding.Utf8 ? System.Text.Encoding.UTF8.GetString(bytes.Span) : Convert.ToBase64String(bytes.Span);
}
