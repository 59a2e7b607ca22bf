using Hotcell.Engine.Judging;

namespace Hotcell.Engine.Executions;

/// <summary>A program to run, as a dialect understood it; not yet validated.</summary>
public sealed record ExecutionRequest
{
    /// <summary>Id or alias of a language.</summary>
    public required string Language { get; init; }

    /// <summary>Source and data files; the first is the one that is run. A null name takes the language's default.</summary>
    public required IReadOnlyList<SourceFile> Files { get; init; }

    public IReadOnlyList<string> Args { get; init; } = [];

    public IReadOnlyDictionary<string, string> Env { get; init; } = new Dictionary<string, string>();

    public ReadOnlyMemory<byte> Stdin { get; init; }

    public RequestedLimits Limits { get; init; } = new();

    /// <summary>What <see cref="Limits"/> may be, and are when they ask for nothing, in this dialect; null: as the engine's options say.</summary>
    public RunLimits? Ranges { get; init; }

    /// <summary>Whose request it is.</summary>
    public Caller Caller { get; init; } = Caller.Unknown;

    /// <summary>What holds in the end: the dialect's ranges, or those of <paramref name="options"/>, as far as the caller may go.</summary>
    internal RunLimits RangesOf(EngineOptions options) => (Ranges ?? options.Run).Within(Caller.Maxima);

    /// <summary>Whether what was compiled before of the very same files may be used, and what is compiled now be kept.</summary>
    public bool Cache { get; init; } = true;

    /// <summary>Whether outputs are told without control characters and escape sequences; null: as the engine's options say.</summary>
    public bool? PlainOutput { get; init; }

    /// <summary>Patterns (<see cref="FilePatterns"/>) of the files in <c>/work</c> that are to be returned when the program has ended well.</summary>
    public IReadOnlyList<string> OutputFiles { get; init; } = [];

    /// <summary>Whoever gives the program input while it runs; its output is then told as it comes and not kept, and a slow reader slows the program. Null for nobody.</summary>
    public Interaction? Interaction { get; init; }

    /// <summary>The program is run once for each, and judged; without any, it is run once, with <see cref="Stdin"/>.</summary>
    public IReadOnlyList<TestCase> Tests { get; init; } = [];

    /// <summary>Of the tests that name none.</summary>
    public Checker Checker { get; init; } = new Checker.Lines();

    /// <summary>Whether the tests behind the first that fails are left out.</summary>
    public bool StopOnFailure { get; init; }
}

/// <summary>One file of a request. <paramref name="Name"/> is relative to <c>/work</c>.</summary>
public sealed record SourceFile(string? Name, ReadOnlyMemory<byte> Content);

/// <summary>Limits that a caller asks for; null takes the default. All are for the run stage; compiling has limits of its own.</summary>
public sealed record RequestedLimits
{
    public TimeSpan? WallTime { get; init; }

    public TimeSpan? CpuTime { get; init; }

    public ByteSize? Memory { get; init; }

    /// <summary>Processes and threads together.</summary>
    public int? Processes { get; init; }

    /// <summary>Per stream.</summary>
    public ByteSize? Output { get; init; }

    public ByteSize? FileSize { get; init; }

    public int? OpenFiles { get; init; }

    public ByteSize? Stack { get; init; }

    /// <summary>Size of <c>/work</c>.</summary>
    public ByteSize? Disk { get; init; }

    /// <summary>CPU share: 1.5 is one and a half CPUs.</summary>
    public double? Cpus { get; init; }

    /// <summary>What these do not ask for, as <paramref name="others"/> do.</summary>
    public RequestedLimits Or(RequestedLimits others) => new()
    {
        WallTime = WallTime ?? others.WallTime,
        CpuTime = CpuTime ?? others.CpuTime,
        Memory = Memory ?? others.Memory,
        Processes = Processes ?? others.Processes,
        Output = Output ?? others.Output,
        FileSize = FileSize ?? others.FileSize,
        OpenFiles = OpenFiles ?? others.OpenFiles,
        Stack = Stack ?? others.Stack,
        Disk = Disk ?? others.Disk,
        Cpus = Cpus ?? others.Cpus,
    };
}
