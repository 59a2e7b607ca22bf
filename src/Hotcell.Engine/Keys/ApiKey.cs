using System.Collections.Frozen;
using Hotcell.Engine.Executions;

namespace Hotcell.Engine.Keys;

/// <summary>What the holder of a key may do.</summary>
public enum KeyRole
{
    /// <summary>Run programs, and read which languages there are.</summary>
    User,

    /// <summary>See how the machine and the server are.</summary>
    Operator,
}

/// <summary>So many requests in a window of time; the window begins with the first of them.</summary>
public readonly record struct RequestRate(int Requests, TimeSpan Window)
{
    public const int MostRequests = 1_000_000;
    public const int MostSeconds = 86_400;

    /// <summary>Requests are not counted.</summary>
    public static RequestRate None { get; }
}

/// <summary>A key as it is kept: without its secret. Unchanged for as long as it is in use.</summary>
public sealed record ApiKey
{
    public required string Name { get; init; }

    /// <summary>SHA-256 of the secret. It has 256 random bits, so nothing slower is needed against guessing.</summary>
    public required ReadOnlyMemory<byte> Hash { get; init; }

    public required FrozenSet<KeyRole> Roles { get; init; }

    /// <summary>Null: what the server gives to everybody.</summary>
    public RequestRate? Rate { get; init; }

    /// <summary>Its holder, for the queue and the limits.</summary>
    public required Caller Caller { get; init; }

    public DateTimeOffset Created { get; init; }
}
