using System.Text.Json.Serialization;

namespace Hotcell.Client;

/// <summary>A program, and what is asked of it. Null takes the server's default.</summary>
public sealed record ExecutionRequest
{
    /// <summary>Id or alias of a language, in any case.</summary>
    public required string Language { get; init; }

    /// <summary>The program, as one file. Either this or <see cref="Files"/>.</summary>
    public string? Code { get; init; }

    /// <summary>The program and what lies beside it in <c>/work</c>. The first is the one that runs.</summary>
    public IReadOnlyList<SourceFile>? Files { get; init; }

    /// <summary>The program's arguments.</summary>
    public IReadOnlyList<string>? Args { get; init; }

    /// <summary>Added to the environment of the program, not of its compiler.</summary>
    public IReadOnlyDictionary<string, string>? Env { get; init; }

    /// <summary>Standard input, as <see cref="StdinEncoding"/> says.</summary>
    public string? Stdin { get; init; }

    /// <summary>How <see cref="Stdin"/> is written.</summary>
    public TextEncoding? StdinEncoding { get; init; }

    /// <summary>Of the program, not of its compiler.</summary>
    public Limits? Limits { get; init; }

    /// <summary><c>false</c>: compile, even if the same files were compiled before, and keep nothing of it.</summary>
    public bool? Cache { get; init; }

    /// <summary>Patterns of files that come back when the program has ended with 0, such as <c>*.png</c> and <c>out/**</c>. Not together with <see cref="Tests"/>.</summary>
    public IReadOnlyList<string>? OutputFiles { get; init; }

    /// <summary>The program is compiled once, run once for each, and judged.</summary>
    public IReadOnlyList<TestCase>? Tests { get; init; }

    /// <summary>Of the tests that name none.</summary>
    public Checker? Checker { get; init; }

    /// <summary>Tests behind the first that is not accepted are <see cref="Verdict.Skipped"/>.</summary>
    public bool? StopOnFailure { get; init; }

    /// <summary>How outputs come back. In <see cref="TextEncoding.Utf8"/>, what is no UTF-8 becomes U+FFFD.</summary>
    public TextEncoding? OutputEncoding { get; init; }

    /// <summary><c>true</c>: outputs come back without control characters and escape sequences.</summary>
    public bool? PlainOutput { get; init; }
}

/// <summary>A file in <c>/work</c>.</summary>
public sealed record SourceFile
{
    /// <summary>Relative to <c>/work</c>. Only the first file may go without.</summary>
    public string? Name { get; init; }

    /// <summary>What is in it, as <see cref="Encoding"/> says.</summary>
    public required string Content { get; init; }

    /// <summary>How <see cref="Content"/> is written.</summary>
    public TextEncoding? Encoding { get; init; }

    /// <summary>A file of text.</summary>
    /// <param name="name">Relative to <c>/work</c>.</param>
    /// <param name="content">What is in it.</param>
    public static SourceFile Of(string name, string content) => new() { Name = name, Content = content };

    /// <summary>A file of any bytes.</summary>
    /// <param name="name">Relative to <c>/work</c>.</param>
    /// <param name="content">What is in it.</param>
    public static SourceFile Of(string name, ReadOnlySpan<byte> content) => new() { Name = name, Content = Convert.ToBase64String(content), Encoding = TextEncoding.Base64 };
}

/// <summary>How bytes are written in JSON.</summary>
public enum TextEncoding
{
    /// <summary>As text.</summary>
    [JsonStringEnumMemberName("utf8")]
    Utf8,

    /// <summary>As they are, in base64.</summary>
    [JsonStringEnumMemberName("base64")]
    Base64,
}

/// <summary>What a program may have. Null takes the server's default.</summary>
public sealed record Limits
{
    /// <summary>Until the program's first process ends.</summary>
    [JsonPropertyName("wall_time_ms")]
    [JsonConverter(typeof(MillisecondsConverter))]
    public TimeSpan? WallTime { get; init; }

    /// <summary>Of all its processes together.</summary>
    [JsonPropertyName("cpu_time_ms")]
    [JsonConverter(typeof(MillisecondsConverter))]
    public TimeSpan? CpuTime { get; init; }

    /// <summary>Memory and files in memory, in MiB.</summary>
    public double? MemoryMb { get; init; }

    /// <summary>Processes and threads together.</summary>
    public int? Processes { get; init; }

    /// <summary>Of each output stream, in KiB.</summary>
    public double? OutputKb { get; init; }

    /// <summary>Of one file, in MiB.</summary>
    public double? FileSizeMb { get; init; }

    /// <summary>Of one process.</summary>
    public int? OpenFiles { get; init; }

    /// <summary>In MiB.</summary>
    public double? StackMb { get; init; }

    /// <summary>Of <c>/work</c>, in MiB.</summary>
    public double? DiskMb { get; init; }

    /// <summary>Share of CPUs: 1.5 is one and a half.</summary>
    public double? Cpus { get; init; }
}

/// <summary>One run of a program, and what it should write.</summary>
public sealed record TestCase
{
    /// <summary>What the program reads, as <see cref="StdinEncoding"/> says.</summary>
    public string? Stdin { get; init; }

    /// <summary>How <see cref="Stdin"/> is written.</summary>
    public TextEncoding? StdinEncoding { get; init; }

    /// <summary>What it should write, as <see cref="ExpectedEncoding"/> says. Needed where the output is compared.</summary>
    public string? Expected { get; init; }

    /// <summary>How <see cref="Expected"/> is written.</summary>
    public TextEncoding? ExpectedEncoding { get; init; }

    /// <summary>What it is worth: 1 where nothing is said.</summary>
    public double? Points { get; init; }

    /// <summary>Instead of the request's.</summary>
    public Checker? Checker { get; init; }

    /// <summary>On top of the request's.</summary>
    public Limits? Limits { get; init; }
}
