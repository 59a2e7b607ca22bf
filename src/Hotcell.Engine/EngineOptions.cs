using Hotcell.Engine.Executions;
using Hotcell.Engine.Fallback;
using Hotcell.Protocol;

namespace Hotcell.Engine;

/// <summary>
/// Everything that an operator can choose about the engine. Immutable; every property has a default but the two places it cannot guess.
/// All errors are named at once, by <see cref="HotcellEngine.Create"/>.
/// </summary>
public sealed record EngineOptions
{
    /// <summary>Path of the warden's control socket.</summary>
    public required string WardenSocket { get; init; }

    /// <summary>The folder with one folder per language.</summary>
    public required string LanguagesDirectory { get; init; }

    /// <summary>In the order of the warden's own configuration: a place in this list is the handle that the warden knows.</summary>
    public IReadOnlyList<ImageSource> Images { get; init; } = [ImageSource.Host];

    /// <summary>The images of the warden whose keeper has started this process (HOTCELL_WARDEN_IMAGES); null when none has.</summary>
    public static IReadOnlyList<ImageSource>? ImagesOfKeeper => ImageSource.ParseAll(Environment.GetEnvironmentVariable("HOTCELL_WARDEN_IMAGES") ?? "");

    /// <summary>What a caller may ask for, and gets when it does not ask.</summary>
    public RunLimits Run { get; init; } = new();

    /// <summary>What a compiler gets where its language says nothing else. Callers cannot change it.</summary>
    public Limits Compile { get; init; } = LimitDefaults.Compile;

    /// <summary>How many executions run at once. More wait.</summary>
    public int MaxRunning { get; init; } = 4 * Environment.ProcessorCount;

    /// <summary>How many cells may wait for programs to come, over all kinds that are in use, and as many with a booted runtime; 0: every program waits for its cell.</summary>
    public int ReadyCells { get; init; } = 4 * Environment.ProcessorCount;

    /// <summary>What those cells may hold together: booted runtimes, by what their languages say of them.</summary>
    public ByteSize ReadyMemory { get; init; } = new(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 8);

    /// <summary>A kind of cell that no program has used for this long is not kept ready any more.</summary>
    public TimeSpan ReadyTime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>What is kept in the machine's page cache of the files that languages name, so that no program is charged for them; 0: nothing.</summary>
    public ByteSize MaxPageCache { get; init; } = new(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4);

    /// <summary>Of the files that a compiler leaves for the run: each with its size and 8 KiB.</summary>
    public ByteSize MaxArtifact { get; init; } = ByteSize.FromMebibytes(64);

    /// <summary>What is kept of compilations that may be asked for again; 0: nothing.</summary>
    public ByteSize CompileCache { get; init; } = ByteSize.FromMebibytes(64);

    /// <summary>How many interactive programs run at once, beside <see cref="MaxRunning"/>: they mostly wait. More are refused as busy.</summary>
    public int MaxInteractive { get; init; } = 256;

    /// <summary>How many of them are one caller's.</summary>
    public int MaxInteractiveOfCaller { get; init; } = 32;

    /// <summary>What the requests of those that run may keep in memory, together; half of it those of one caller. More are refused as busy.</summary>
    public ByteSize MaxInteractiveBytes { get; init; } = ByteSize.FromMebibytes(256);

    /// <summary>An interactive program that neither reads nor writes for this long is ended.</summary>
    public TimeSpan InteractiveIdle { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How many executions wait. More are refused as busy.</summary>
    public int MaxQueued { get; init; } = 512;

    /// <summary>What the requests that wait may keep in memory, together. More are refused as busy.</summary>
    public ByteSize MaxQueuedBytes { get; init; } = ByteSize.FromMebibytes(256);

    /// <summary>Of all files of a request together.</summary>
    public ByteSize MaxSource { get; init; } = ByteSize.FromMebibytes(1);

    public int MaxFiles { get; init; } = 64;

    public ByteSize MaxStdin { get; init; } = ByteSize.FromMebibytes(16);

    /// <summary>Of the files that a request gets back.</summary>
    public OutputFileLimits OutputFiles { get; init; } = new(64, ByteSize.FromMebibytes(16));

    /// <summary>Whether outputs are told without control characters and escape sequences where a request does not say.</summary>
    public bool PlainOutput { get; init; }

    /// <summary>Tests of one request.</summary>
    public int MaxTests { get; init; } = 1000;

    /// <summary>How many tests run at once, over all requests, beside the one of each request that has its turn.</summary>
    public int TestLanes { get; init; } = Environment.ProcessorCount - 1;

    /// <summary>A file with what programs must not have in their code (docs/code-policy.md); null: they may have everything. Read once.</summary>
    public string? CodePolicy { get; init; }

    /// <summary>Where programs go that cannot be run here; null: nowhere.</summary>
    public Judge0Options? Fallback { get; init; }

    /// <summary>How long requests wait for a warden that is being restarted, from when it was lost; after that they are refused, or go to the fallback, at once.</summary>
    public TimeSpan WardenPatience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The cell watches its own wall clock; this long after it should have acted, the engine kills the cell.</summary>
    public TimeSpan BackstopGrace { get; init; } = TimeSpan.FromSeconds(5);
}

/// <summary>The options are wrong: the message has one line per error.</summary>
public sealed class EngineOptionsException(IReadOnlyList<string> errors)
    : Exception("The engine's options are wrong:\n  " + string.Join("\n  ", errors))
{
    public IReadOnlyList<string> Errors { get; } = errors;
}
