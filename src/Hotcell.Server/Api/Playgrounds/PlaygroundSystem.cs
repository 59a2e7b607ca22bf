using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hotcell.Server.Api.Playgrounds;

/// <summary>The answer of <c>GET /api/system</c>.</summary>
internal sealed record PlaygroundSystem : SystemReport
{
    [SetsRequiredMembers]
    private PlaygroundSystem(SystemReport report)
        : base(report)
    {
    }

    [JsonPropertyOrder(-1)]
    public bool Success { get; } = true;

    [JsonPropertyOrder(1)]
    public DateTime Timestamp { get; private init; }

    public static PlaygroundSystem Of(SystemReport report, DateTimeOffset now) => new(report) { Timestamp = now.UtcDateTime };

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, PlaygroundJson.Styled.PlaygroundSystem);
}
