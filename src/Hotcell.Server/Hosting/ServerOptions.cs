using Hotcell.Engine;

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

    /// <summary>Whether clients without a key are welcome from anywhere.</summary>
    public required bool AllowAnonymous { get; init; }

    /// <summary>Names that clients may call the server by, besides localhost and addresses.</summary>
    public required IReadOnlyList<string> Hosts { get; init; }

    /// <summary>Whether gRPC was asked for. It is not served yet, and the server says so.</summary>
    public required bool WantsGrpc { get; init; }

    public required string WardenSocket { get; init; }

    public required string LanguagesDirectory { get; init; }

    /// <summary>As <see cref="Engine.EngineOptions.ReadyCells"/>; null for its default.</summary>
    public int? ReadyCells { get; init; }

    /// <summary>As <see cref="Engine.EngineOptions.CompileCache"/>; null for its default.</summary>
    public ByteSize? CompileCache { get; init; }

    /// <summary>As <see cref="Engine.EngineOptions.ReadyTime"/>; null for its default.</summary>
    public TimeSpan? ReadyTime { get; init; }

    /// <summary>How long running requests may take to finish after SIGTERM.</summary>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromMinutes(3);
}
