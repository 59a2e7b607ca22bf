using System.Text.Json.Serialization;

namespace Hotcell.Client;

/// <summary>What became of a program.</summary>
public sealed record ExecutionResult
{
    /// <summary>A name for this execution.</summary>
    public required string Id { get; init; }

    /// <summary>Id of the language.</summary>
    public required string Language { get; init; }

    /// <summary>Of the whole.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>What the compiler did; null for languages without one.</summary>
    public StageResult? Compile { get; init; }

    /// <summary>What the program did; null when it did not compile, when there were tests, and when it was cancelled.</summary>
    public StageResult? Run { get; init; }

    /// <summary>Null where none were asked for, or the program did not end with 0.</summary>
    public IReadOnlyList<OutputFile>? OutputFiles { get; init; }

    /// <summary>What was asked for and is not in <see cref="OutputFiles"/>.</summary>
    public IReadOnlyList<LeftOutFile>? LeftOutFiles { get; init; }

    /// <summary>Points of all tests; null where there were none, or the program did not compile.</summary>
    public double? Score { get; init; }

    /// <summary>Points that there were to get.</summary>
    public double? MaxScore { get; init; }

    /// <summary>In the order of the request; null where there were none, or the program did not compile.</summary>
    public IReadOnlyList<TestResult>? Tests { get; init; }

    /// <summary>The protections that were in force.</summary>
    public IReadOnlyList<string> Isolation { get; init => field = value ?? []; } = [];

    /// <summary>Those that were missing, as the server's operator has accepted; null when none was.</summary>
    public IReadOnlyList<string>? Degraded { get; init; }

    /// <summary>The service that ran the program because the server could not, such as <c>judge0</c>; null when it ran there.</summary>
    public string? Fallback { get; init; }
}

/// <summary>What compiler or program did.</summary>
public sealed record StageResult
{
    /// <summary>Of this stage.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>What was written, up to the limit: text or base64, as <see cref="ExecutionRequest.OutputEncoding"/> says.</summary>
    public required string Stdout { get; init; }

    /// <summary>As <see cref="Stdout"/>.</summary>
    public required string Stderr { get; init; }

    /// <summary>Both, in the order in which they arrived.</summary>
    public required string Output { get; init; }

    /// <summary>Null when a signal or a limit ended it.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Such as <c>SIGSEGV</c>; null when it ended by itself.</summary>
    public string? Signal { get; init; }

    /// <summary>From its start to the end of its first process.</summary>
    [JsonPropertyName("wall_time_ms")]
    [JsonConverter(typeof(MillisecondsConverter))]
    public TimeSpan WallTime { get; init; }

    /// <summary>User and system time of all its processes.</summary>
    [JsonPropertyName("cpu_time_ms")]
    [JsonConverter(typeof(MillisecondsConverter))]
    public TimeSpan CpuTime { get; init; }

    /// <summary>The most that it held at once, files in memory included.</summary>
    public long PeakMemoryBytes { get; init; }

    /// <summary>The first system call that was refused by name.</summary>
    public string? RefusedSyscall { get; init; }

    /// <summary>Whether the program found its runtime booted.</summary>
    public bool Hot { get; init; }

    /// <summary>Of a compiler: whether the same files were compiled before, and not again.</summary>
    public bool? Cached { get; init; }
}

/// <summary>What became of one test.</summary>
public sealed record TestResult
{
    /// <summary>Of this test.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>That it got.</summary>
    public double Points { get; init; }

    /// <summary>That there were to get.</summary>
    public double MaxPoints { get; init; }

    /// <summary>What a checker program or an interactor wrote to stderr, or why it has no opinion.</summary>
    public string? Message { get; init; }

    /// <summary>How the program ran; null when it did not.</summary>
    public StageResult? Run { get; init; }
}

/// <summary>A file that the program left.</summary>
public sealed record OutputFile
{
    /// <summary>Relative to <c>/work</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What is in it.</summary>
    public required ReadOnlyMemory<byte> Content { get; init; }
}

/// <summary>A file that was asked for and did not come back.</summary>
/// <param name="Name">Relative to <c>/work</c>; null in one that stands for many.</param>
/// <param name="Reason">For people.</param>
public sealed record LeftOutFile(string? Name, string Reason);

/// <summary>How an execution is doing.</summary>
public sealed record ExecutionState
{
    internal const string Finished = "finished";

    /// <summary>Of the execution.</summary>
    public required string Id { get; init; }

    /// <summary><c>queued</c>, <c>compiling</c>, <c>running</c> or <c>finished</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Null until it is finished.</summary>
    [JsonIgnore]
    public ExecutionResult? Result { get; init; }
}
