using System.Text.Json.Serialization;

namespace Hotcell.Engine.Fallback;

/// <summary>Body of <c>POST /submissions</c>. Texts are base64, times seconds, sizes kilobytes of 1024 bytes.</summary>
internal sealed record Judge0Submission
{
    public required int LanguageId { get; init; }

    public required byte[] SourceCode { get; init; }

    public required byte[] Stdin { get; init; }

    public required double CpuTimeLimit { get; init; }

    public required double WallTimeLimit { get; init; }

    public required long MemoryLimit { get; init; }

    public required long StackLimit { get; init; }

    public required int MaxProcessesAndOrThreads { get; init; }

    /// <summary>Also of each output.</summary>
    public required long MaxFileSize { get; init; }

    public int NumberOfRuns { get; init; } = 1;

    /// <summary>Judge0 lets whoever asks have it, unless its operator has changed that.</summary>
    public bool EnableNetwork { get; init; }
}

/// <summary>Answer of <c>POST /submissions</c>.</summary>
internal sealed record Judge0Token(string? Token);

/// <summary>Answer of <c>GET /submissions/{token}</c>. Outputs are base64, with line breaks.</summary>
internal sealed record Judge0Result
{
    public Judge0Status? Status { get; init; }

    public string? Stdout { get; init; }

    public string? Stderr { get; init; }

    public string? CompileOutput { get; init; }

    public int? ExitCode { get; init; }

    public int? ExitSignal { get; init; }

    /// <summary>CPU, in seconds.</summary>
    public double? Time { get; init; }

    /// <summary>In seconds.</summary>
    public double? WallTime { get; init; }

    /// <summary>In kilobytes.</summary>
    public double? Memory { get; init; }
}

internal sealed record Judge0Status(int Id);

/// <summary>One of <c>GET /languages</c>.</summary>
/// <param name="Name">Such as <c>Python (3.8.1)</c>.</param>
internal sealed record Judge0Language(int Id, string? Name);

/// <summary>Of <c>GET /config_info</c>, what a submission may ask for at most. Absent: as Judge0 comes.</summary>
internal sealed record Judge0Limits
{
    public double MaxCpuTimeLimit { get; set; } = 15;

    public double MaxWallTimeLimit { get; set; } = 20;

    public long MaxMemoryLimit { get; set; } = 256_000;

    public long MaxStackLimit { get; set; } = 128_000;

    public int MaxMaxProcessesAndOrThreads { get; set; } = 120;

    public long MaxMaxFileSize { get; set; } = 4096;
}

[JsonSerializable(typeof(Judge0Submission))]
[JsonSerializable(typeof(Judge0Token))]
[JsonSerializable(typeof(Judge0Result))]
[JsonSerializable(typeof(List<Judge0Language>))]
[JsonSerializable(typeof(Judge0Limits))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NumberHandling = JsonNumberHandling.AllowReadingFromString)]
internal sealed partial class Judge0Json : JsonSerializerContext;
