using System.Collections.Frozen;

namespace Hotcell.Engine.Executions;

/// <summary>Who a request is from, as the queue and the limits see it: requests of one caller share a line of the queue and what one caller may have.</summary>
public sealed record Caller
{
    /// <summary>Whoever embeds the engine and tells nobody apart.</summary>
    public static Caller Unknown { get; } = new() { Id = "" };

    /// <summary>Equal for requests of one caller.</summary>
    public required string Id { get; init; }

    /// <summary>How many of its programs run at once; more wait. Null: as many as there are places.</summary>
    public int? Concurrency { get; init; }

    /// <summary>What its programs may have at most, below what the ranges say; null where the ranges alone do.</summary>
    public RequestedLimits Maxima { get; init; } = new();

    /// <summary>Ids of the languages that it may use; null: all.</summary>
    public FrozenSet<string>? Languages { get; init; }

    public bool MayUse(string language) => Languages?.Contains(language) ?? true;
}
