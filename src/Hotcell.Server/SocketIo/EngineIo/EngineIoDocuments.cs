using System.Text.Json.Serialization;

namespace Hotcell.Server.SocketIo.EngineIo;

/// <summary>What a client is told first. Times in milliseconds, the payload in bytes.</summary>
internal sealed record OpenDocument(string Sid, IReadOnlyList<string> Upgrades, int PingInterval, int PingTimeout, int MaxPayload);

/// <summary>Why a request is refused, by the numbers of the reference server.</summary>
internal sealed record EngineErrorDocument(int Code, string Message);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(OpenDocument))]
[JsonSerializable(typeof(EngineErrorDocument))]
internal sealed partial class EngineIoJson : JsonSerializerContext;
