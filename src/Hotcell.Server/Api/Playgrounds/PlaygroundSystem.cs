using System.Text.Json;
using Hotcell.Engine;
using Hotcell.Server.Hosting;

namespace Hotcell.Server.Api.Playgrounds;

/// <summary>The answer of <c>GET /api/system</c>: for operators, so it tells of the machine, too.</summary>
internal sealed record PlaygroundSystem
{
    public required bool Success { get; init; }

    /// <summary>As <see cref="EngineStatus.Health"/>.</summary>
    public required string Status { get; init; }

    public required PlaygroundLoad Load { get; init; }

    public required PlaygroundMemory Memory { get; init; }

    public required PlaygroundQueue Queue { get; init; }

    public required PlaygroundCells Cells { get; init; }

    public required PlaygroundVersions Versions { get; init; }

    /// <summary>All that are configured.</summary>
    public required IReadOnlyList<PlaygroundSystemLanguage> Languages { get; init; }

    public required DateTime Timestamp { get; init; }

    /// <param name="languages">With their versions.</param>
    public static PlaygroundSystem Of(EngineStatus status, IEnumerable<LanguageStatus> languages, MachineStatus machine, DateTimeOffset now) => new()
    {
        Success = true,
        Status = status.Health,
        Load = new PlaygroundLoad(machine.Load[0], machine.Load[1], machine.Load[2], Environment.ProcessorCount),
        Memory = new PlaygroundMemory(machine.Memory, machine.AvailableMemory, Environment.WorkingSet, status.PageCache.Bytes, status.CompileCache.Held.Bytes),
        Queue = new PlaygroundQueue(status.Running, status.MaxRunning, status.Queued, status.MaxQueued),
        Cells = new PlaygroundCells(status.Running, status.ReadyCells, status.WardenConnected, status.Generation),
        Versions = new PlaygroundVersions(ServerVersion.Text, Environment.Version.ToString(), machine.Kernel, status.CgroupVersion),
        Languages = [.. languages.Select(one => new PlaygroundSystemLanguage(one.Language.Id, one.Language.Name, one.Version, one.Available, one.Image))],
        Timestamp = now.UtcDateTime,
    };

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, PlaygroundJson.Styled.PlaygroundSystem);
}

/// <summary>Averages over so many minutes.</summary>
internal sealed record PlaygroundLoad(double One, double Five, double Fifteen, int Cpus);

/// <summary>Bytes.</summary>
/// <param name="Server">Resident in the server's process.</param>
internal sealed record PlaygroundMemory(long Total, long Available, long Server, long PageCache, long CompileCache);

internal sealed record PlaygroundQueue(int Running, int MaxRunning, int Waiting, int MaxWaiting);

/// <param name="Busy">Executions that have a place; each has one cell at a time.</param>
/// <param name="Ready">Made ahead, for programs to come.</param>
/// <param name="Connected">Whether cells can be made now.</param>
/// <param name="Generation">How many wardens have been started so far.</param>
internal sealed record PlaygroundCells(int Busy, int Ready, bool Connected, int Generation);

internal sealed record PlaygroundVersions(string Hotcell, string Dotnet, string Kernel, int Cgroups);

internal sealed record PlaygroundSystemLanguage(string Id, string Name, string? Version, bool Available, string? Image);
