using System.Text.Json.Serialization;
using Hotcell.Engine.Executions;
using YamlDotNet.Serialization;

namespace Hotcell.Languages;

/// <summary><c>expect.yaml</c>: the request that a sample is, and its outcome. Null means that anything is right.</summary>
internal class Expectation
{
    public Verdict? Verdict { get; init; }

    public int? ExitCode { get; init; }

    public string? Signal { get; init; }

    public string? Stdout { get; init; }

    public string? Stderr { get; init; }

    public List<string>? StderrContains { get; init; }

    public string? Entry { get; init; }

    public List<string>? Args { get; init; }

    public Dictionary<string, string>? Env { get; init; }

    public SampleLimits? Limits { get; init; }

    /// <summary>This, and <paramref name="general"/> where this says nothing.</summary>
    public Expectation Over(Expectation general) => new()
    {
        Verdict = Verdict ?? general.Verdict,
        ExitCode = ExitCode ?? (Verdict is null ? general.ExitCode : null),
        Signal = Signal ?? general.Signal,
        Stdout = Stdout ?? (Verdict is null ? general.Stdout : null),
        Stderr = Stderr ?? (Verdict is null ? general.Stderr : null),
        StderrContains = StderrContains ?? general.StderrContains,
        Entry = Entry ?? general.Entry,
        Args = Args ?? general.Args,
        Env = Env ?? general.Env,
        Limits = Limits ?? general.Limits,
    };
}

/// <summary>An entry of <c>languages/behaviours.yaml</c>.</summary>
internal sealed class Behaviour : Expectation
{
    public required string About { get; init; }

    /// <summary>The behaviour whose program is taken where a language has none of its own.</summary>
    public string? Program { get; init; }

    public Dictionary<string, string> Files { get; init; } = [];

    public string? Stdin { get; init; }

    public RepeatedLine? StdinLines { get; init; }

    [YamlIgnore]
    public string? Input => StdinLines is { } lines ? string.Concat(Enumerable.Repeat(lines.Line + "\n", lines.Times)) : Stdin;
}

internal sealed class RepeatedLine
{
    public required string Line { get; init; }

    public required int Times { get; init; }
}

internal sealed class SampleLimits
{
    [JsonPropertyName("wall_time_ms")]
    public int? WallTimeMs { get; init; }

    [JsonPropertyName("memory_mb")]
    public int? MemoryMb { get; init; }

    [JsonPropertyName("output_kb")]
    public int? OutputKb { get; init; }
}
