using Hotcell.Server.SocketIo.EngineIo;

namespace Hotcell.Server.SocketIo;

internal sealed record SocketIoOptions
{
    public EngineIoOptions Engine { get; init; } = new();

    /// <summary>How long a connection may be in no namespace.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
