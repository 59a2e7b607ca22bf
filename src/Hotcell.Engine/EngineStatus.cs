using Hotcell.Engine.Executions;
using Hotcell.Engine.Languages;
using Hotcell.Protocol;

namespace Hotcell.Engine;

/// <summary>What the engine is doing right now: a snapshot, cheap enough for every health check.</summary>
public sealed record EngineStatus
{
    /// <summary>Whether the warden answers: new executions can start.</summary>
    public required bool WardenConnected { get; init; }

    /// <summary>Why the warden does not answer; null while it does.</summary>
    public string? WardenError { get; init; }

    /// <summary>How many wardens the keeper has started so far, from 1; 0 before the first was met.</summary>
    public required int Generation { get; init; }

    /// <summary>1 or 2; 0 before the first warden was met.</summary>
    public required int CgroupVersion { get; init; }

    /// <summary>Protections in force in every cell.</summary>
    public required Isolation Isolation { get; init; }

    public required int Running { get; init; }

    /// <summary>Cells made ahead, for programs to come.</summary>
    public required int ReadyCells { get; init; }

    /// <summary>All cells that there are: ready, with a program, and on their way there or to their end.</summary>
    public int AliveCells { get; init; }

    /// <summary>Cells of programs and compilers: also of interactive programs, and of each test that runs beside another.</summary>
    public int BusyCells => Math.Max(0, AliveCells - ReadyCells);

    /// <summary>How often a cell was ready for who asked for any.</summary>
    public PoolTakes CellTakes { get; init; }

    /// <summary>How often a booted runtime was ready for who asked for one. Who finds none takes any cell.</summary>
    public PoolTakes HotTakes { get; init; }

    /// <summary>
    /// Control groups of this machine that are removed and not gone, because page cache is charged to them; null where the kernel does not tell.
    /// The keeper clears away those of cells when there are many.
    /// </summary>
    public int? DyingGroups { get; init; }

    /// <summary>Page cache that is kept for languages.</summary>
    public ByteSize PageCache { get; init; }

    public required CompileCacheStatus CompileCache { get; init; }

    public required int Queued { get; init; }

    public required int MaxRunning { get; init; }

    /// <summary>Interactive programs; those that have started are not among the running ones.</summary>
    public int Interactive { get; init; }

    public required int MaxQueued { get; init; }

    /// <summary>Whether new executions are refused because the engine is shutting down.</summary>
    public required bool Draining { get; init; }

    /// <summary><c>healthy</c>, <c>draining</c> (shutting down) or <c>unhealthy</c> (no warden).</summary>
    public string Health => Draining ? "draining" : WardenConnected ? Healthy : "unhealthy";

    public bool IsHealthy => Health == Healthy;

    private const string Healthy = "healthy";

    /// <summary>Every configured language, by id.</summary>
    public required IReadOnlyList<LanguageStatus> Languages { get; init; }
}

/// <summary>How often a cell was asked for that is made ahead.</summary>
/// <param name="Hits">It was ready.</param>
/// <param name="Misses">It was still in the making, or not there.</param>
public readonly record struct PoolTakes(long Hits, long Misses)
{
    internal PoolTakes With(bool hit) => hit ? this with { Hits = Hits + 1 } : this with { Misses = Misses + 1 };
}

/// <summary>One language on this machine.</summary>
public sealed record LanguageStatus
{
    public required Language Language { get; init; }

    /// <summary>Name of the image that runs it; null when none has all that it requires.</summary>
    public required string? Image { get; init; }

    public bool Available => Image is not null;

    /// <summary>Executables that the best image lacks; empty when available.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>First line that its version probe printed; null until it was asked (see <see cref="HotcellEngine.GetLanguagesAsync"/>).</summary>
    public string? Version { get; init; }

    /// <summary>What it added to an image that Hotcell built, in bytes; null where that is not known.</summary>
    public long? Bytes { get; init; }

    /// <summary>The command that brings what is missing; null when available.</summary>
    public string? InstallCommand => Available ? null : InstallCommandFor([this]);

    /// <summary>One command for several languages.</summary>
    public static string InstallCommandFor(IEnumerable<LanguageStatus> languages) =>
        "./hotcell languages install " + string.Join(' ', languages.Select(language => language.Language.Id));
}
