using System.Text.Json.Serialization;

namespace Hotcell.Client;

/// <summary>One language of a server.</summary>
public sealed record LanguageInfo
{
    /// <summary>Its name in requests.</summary>
    public required string Id { get; init; }

    /// <summary>For people.</summary>
    public required string Name { get; init; }

    /// <summary>Other names in requests.</summary>
    public IReadOnlyList<string> Aliases { get; init => field = value ?? []; } = [];

    /// <summary>Whether its programs can be run.</summary>
    public bool Available { get; init; }

    /// <summary>What its toolchain says of itself.</summary>
    public string? Version { get; init; }

    /// <summary>Name that <see cref="ExecutionRequest.Code"/> takes; may hold templates.</summary>
    public string? SourceFile { get; init; }

    /// <summary>Name of the syntax highlighting for editors.</summary>
    public string? Highlighting { get; init; }

    /// <summary>A program to begin with.</summary>
    public string? Example { get; init; }

    /// <summary>Where its toolchain is; null when it is missing.</summary>
    public string? Image { get; init; }

    /// <summary>Executables that are not there.</summary>
    public IReadOnlyList<string> Missing { get; init => field = value ?? []; } = [];

    /// <summary>Command that brings them; null when nothing is missing.</summary>
    public string? Install { get; init; }
}

/// <summary>Whether programs can be run, and what is going on.</summary>
public sealed record ServerHealth
{
    /// <summary><c>healthy</c>, <c>draining</c> (shutting down) or <c>unhealthy</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Whether programs can be run.</summary>
    [JsonIgnore]
    public bool IsHealthy => Status == "healthy";

    /// <summary>Executions that run and wait.</summary>
    public QueueStatus? Queue { get; init; }

    /// <summary>Languages by id.</summary>
    public ServerLanguages? Languages { get; init; }

    /// <summary>Protections that cells do not have, as the operator has accepted; null when they have all.</summary>
    public IReadOnlyList<string>? Degraded { get; init; }
}

/// <summary>Executions that run and wait.</summary>
/// <param name="Running">That run now.</param>
/// <param name="MaxRunning">That may.</param>
/// <param name="Waiting">That wait for a place.</param>
/// <param name="MaxWaiting">That may.</param>
public sealed record QueueStatus(int Running, int MaxRunning, int Waiting, int MaxWaiting);

/// <summary>Languages by id.</summary>
/// <param name="Available">Whose programs can be run.</param>
/// <param name="Missing">Whose toolchains are not there.</param>
public sealed record ServerLanguages(IReadOnlyList<string> Available, IReadOnlyList<string> Missing);

/// <summary>What an operator may know.</summary>
public sealed record ServerSystem
{
    /// <summary>As <see cref="ServerHealth.Status"/>.</summary>
    public required string Status { get; init; }

    /// <summary>Of the machine.</summary>
    public required ServerLoad Load { get; init; }

    /// <summary>In bytes.</summary>
    public required ServerMemory Memory { get; init; }

    /// <summary>Executions that run and wait.</summary>
    public required QueueStatus Queue { get; init; }

    /// <summary>What programs run in.</summary>
    public required ServerCells Cells { get; init; }

    /// <summary>Of what runs.</summary>
    public required ServerVersions Versions { get; init; }
}

/// <summary>Averages over so many minutes.</summary>
/// <param name="One">Over one.</param>
/// <param name="Five">Over five.</param>
/// <param name="Fifteen">Over fifteen.</param>
/// <param name="Cpus">Of the machine.</param>
public sealed record ServerLoad(double One, double Five, double Fifteen, int Cpus);

/// <summary>Bytes.</summary>
/// <param name="Total">Of the machine.</param>
/// <param name="Available">Of the machine.</param>
/// <param name="Server">Resident in the server's process.</param>
/// <param name="PageCache">Kept for languages.</param>
/// <param name="CompileCache">Held by compilations.</param>
public sealed record ServerMemory(long Total, long Available, long Server, long PageCache, long CompileCache);

/// <summary>What programs run in.</summary>
/// <param name="Busy">With a program.</param>
/// <param name="Ready">Made ahead.</param>
/// <param name="Connected">Whether cells can be made now.</param>
/// <param name="Generation">How many wardens have been started so far.</param>
public sealed record ServerCells(int Busy, int Ready, bool Connected, int Generation);

/// <summary>Of what runs.</summary>
/// <param name="Hotcell">Of the server.</param>
/// <param name="Dotnet">Of its runtime.</param>
/// <param name="Kernel">Of the machine.</param>
/// <param name="Cgroups">1 or 2.</param>
public sealed record ServerVersions(string Hotcell, string Dotnet, string Kernel, int Cgroups);

/// <summary>An answer.</summary>
internal sealed record LanguageList(IReadOnlyList<LanguageInfo> Languages);
