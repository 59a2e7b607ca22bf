using System.Text.Json.Serialization;

namespace Hotcell.Bench.Reporting;

/// <summary>Times of a language's hello, from source to answer: medians, in milliseconds. Null: it has no such thing.</summary>
/// <param name="BareMs">By the toolchain alone.</param>
/// <param name="ColdMs">Over HTTP, in cells that have booted nothing.</param>
/// <param name="HotMs">Over HTTP, its runtime or its compiler booted ahead.</param>
/// <param name="AgainMs">Over HTTP, compiled before.</param>
/// <param name="BootedBytes">What a runtime that waits holds: proportional set size.</param>
internal sealed record LanguageRow(string Language, int Rounds, double BareMs, double ColdMs, double? HotMs, double? AgainMs, long? BootedBytes)
{
    /// <summary>Of its toolchain.</summary>
    public string Version { get; init; } = "";

    /// <summary>For <see cref="Ratio"/>.</summary>
    public Target? Target { get; init; }

    /// <summary>What a user sees who comes with a new program, to what he would see in his own shell.</summary>
    public double Ratio => (HotMs ?? ColdMs) / BareMs;

    [JsonIgnore]
    public bool Ok => Target?.IsMetBy(Ratio) != false;
}
