using Hotcell.Engine;
using Hotcell.Server.Hosting;

namespace Hotcell.Server.Api;

/// <summary>What an operator may know of the server and its machine: the same in every dialect, each with names of its own style.</summary>
internal record SystemReport
{
    /// <summary>As <see cref="EngineStatus.Health"/>.</summary>
    public required string Status { get; init; }

    public required SystemLoad Load { get; init; }

    public required SystemMemory Memory { get; init; }

    public required SystemQueue Queue { get; init; }

    public required SystemCells Cells { get; init; }

    public required SystemVersions Versions { get; init; }

    /// <summary>All that are configured.</summary>
    public required IReadOnlyList<SystemLanguage> Languages { get; init; }

    public static async Task<SystemReport> ReadAsync(HotcellEngine engine, CancellationToken cancellation)
    {
        var languages = await engine.GetLanguagesAsync(cancellation);
        return Of(engine.Status, languages, MachineStatus.Read());
    }

    /// <param name="languages">With their versions.</param>
    public static SystemReport Of(EngineStatus status, IEnumerable<LanguageStatus> languages, MachineStatus machine) => new()
    {
        Status = status.Health,
        Load = new SystemLoad(machine.Load[0], machine.Load[1], machine.Load[2], Environment.ProcessorCount),
        Memory = new SystemMemory(machine.Memory, machine.AvailableMemory, Environment.WorkingSet, status.PageCache.Bytes, status.CompileCache.Held.Bytes),
        Queue = new SystemQueue(status.Running, status.MaxRunning, status.Queued, status.MaxQueued),
        Cells = new SystemCells(status.BusyCells, status.ReadyCells, status.WardenConnected, status.Generation),
        Versions = new SystemVersions(ServerVersion.Text, Environment.Version.ToString(), machine.Kernel, status.CgroupVersion),
        Languages = [.. languages.Select(one => new SystemLanguage(one.Language.Id, one.Language.Name, one.Version, one.Available, one.Image))],
    };
}

/// <summary>Averages over so many minutes.</summary>
internal sealed record SystemLoad(double One, double Five, double Fifteen, int Cpus);

/// <summary>Bytes.</summary>
/// <param name="Server">Resident in the server's process.</param>
internal sealed record SystemMemory(long Total, long Available, long Server, long PageCache, long CompileCache);

internal sealed record SystemQueue(int Running, int MaxRunning, int Waiting, int MaxWaiting);

/// <param name="Busy">As <see cref="EngineStatus.BusyCells"/>.</param>
/// <param name="Ready">Made ahead, for programs to come.</param>
/// <param name="Connected">Whether cells can be made now.</param>
/// <param name="Generation">How many wardens have been started so far.</param>
internal sealed record SystemCells(int Busy, int Ready, bool Connected, int Generation);

internal sealed record SystemVersions(string Hotcell, string Dotnet, string Kernel, int Cgroups);

internal sealed record SystemLanguage(string Id, string Name, string? Version, bool Available, string? Image);
