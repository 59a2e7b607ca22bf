namespace Hotcell.Server.SocketIo.EngineIo;

/// <summary>The bounds of every session. The first three are told to clients; their defaults are those of the reference server.</summary>
internal sealed record EngineIoOptions
{
    /// <summary>Between two pings.</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>For the answer to a ping; a client that is gone without a word is noticed after both times together.</summary>
    public TimeSpan PingTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Bytes of one message, and of one long-polling request.</summary>
    public int MaxPayload { get; init; } = 1_000_000;

    /// <summary>From the opening of a WebSocket for a session that is polling until the client says that it is to be used.</summary>
    public TimeSpan UpgradeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the last packets of a session that is being ended may take to be sent.</summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Bytes that wait to be sent in one session. Who sends more has to wait.</summary>
    public int OutboxBytes { get; init; } = 128 * 1024;

    /// <summary>Sessions at once; of one address, half of them.</summary>
    public int MaxSessions { get; init; } = 4096;
}
