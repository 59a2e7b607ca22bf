namespace Hotcell.Server.Hosting;

internal enum ServerMode
{
    Http,
    Grpc,
    Both,
}

/// <summary>What the command line chose, checked.</summary>
internal sealed record ServerOptions
{
    public required IReadOnlyList<ListenAddress> Addresses { get; init; }

    /// <summary>Whether gRPC was asked for. It is not served yet, and the server says so.</summary>
    public required bool WantsGrpc { get; init; }

    public required string WardenSocket { get; init; }

    public required string LanguagesDirectory { get; init; }

    /// <summary>How long running requests may take to finish after SIGTERM.</summary>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromMinutes(3);
}
