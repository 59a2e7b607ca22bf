using System.Text.Json;
using System.Text.Json.Serialization;
using Hotcell.Engine;
using Hotcell.Engine.Documents;
using Hotcell.Protocol;

namespace Hotcell.Server.Api.Health;

/// <summary>The answer of <c>GET /health</c>.</summary>
internal sealed record HealthAnswer
{
    /// <summary>As <see cref="EngineStatus.Health"/>.</summary>
    public required string Status { get; init; }

    public required WardenAnswer Warden { get; init; }

    public required QueueAnswer Queue { get; init; }

    public required CellsAnswer Cells { get; init; }

    public required CompileCacheAnswer CompileCache { get; init; }

    public required HealthLanguages Languages { get; init; }

    /// <summary>Protections that cells do not have, as accepted at start; absent when they have all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Degraded { get; init; }

    public static HealthAnswer Of(EngineStatus status) => new()
    {
        Status = status.Health,
        Warden = new WardenAnswer(
            status.WardenConnected, status.Generation, status.CgroupVersion, IsolationNames.Of(status.Isolation)),
        Degraded = status.Generation == 0 ? null : ExecutionDocument.DegradedOf(status.Isolation),
        Queue = new QueueAnswer(status.Running, status.MaxRunning, status.Queued, status.MaxQueued),
        Cells = new CellsAnswer(status.ReadyCells, status.DyingGroups),
        CompileCache = new CompileCacheAnswer(
            status.CompileCache.Entries, status.CompileCache.Held.Bytes, status.CompileCache.Hits, status.CompileCache.Misses),
        Languages = new HealthLanguages(NamesWhere(status, available: true), NamesWhere(status, available: false)),
    };

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, HealthJson.Styled.HealthAnswer);

    private static string[] NamesWhere(EngineStatus status, bool available) =>
        [.. status.Languages.Where(language => language.Available == available).Select(language => language.Language.Id)];
}

/// <param name="Connected">Whether cells can be made now.</param>
/// <param name="Generation">How many wardens have been started so far: more than one means that one was lost.</param>
internal sealed record WardenAnswer(bool Connected, int Generation, int CgroupVersion, IReadOnlyList<string> Isolation);

internal sealed record QueueAnswer(int Running, int MaxRunning, int Waiting, int MaxWaiting);

/// <param name="Ready">Made ahead, for programs to come.</param>
/// <param name="DyingCgroups">Groups of the machine that are removed and not gone: page cache is charged to them. Null where the kernel does not tell.</param>
internal sealed record CellsAnswer(int Ready, int? DyingCgroups);

/// <param name="Bytes">What the entries hold in memory.</param>
internal sealed record CompileCacheAnswer(int Entries, long Bytes, long Hits, long Misses);

internal sealed record HealthLanguages(IReadOnlyList<string> Available, IReadOnlyList<string> Missing);

[JsonSerializable(typeof(HealthAnswer))]
internal sealed partial class HealthJson : JsonSerializerContext
{
    public static HealthJson Styled { get; } = new(JsonStyle.Create());
}
