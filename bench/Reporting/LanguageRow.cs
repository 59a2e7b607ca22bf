using System.Text.Json.Serialization;

namespace Hotcell.Bench.Reporting;

/// <summary>Times of a language's hello, from source to answer: medians, in milliseconds. Null: it has no such thing.</summary>
/// <param name="BareMs">By the toolchain alone.</param>
/// <param name="ColdMs">Over HTTP, nothing made ahead.</param>
/// <param name="HotMs">Over HTTP, cells made ahead, and its runtime or its compiler booted where it boots.</param>
/// <param name="AgainMs">Over HTTP, compiled before.</param>
/// <param name="Boots">Whether something of it boots ahead.</param>
/// <param name="BootedBytes">What a runtime that waits holds: proportional set size.</param>
internal sealed record LanguageRow(string Language, int Rounds, double BareMs, double ColdMs, double HotMs, double? AgainMs, bool Boots, long? BootedBytes)
{
    /// <summary>Of its toolchain.</summary>
    public string Version { get; init; } = "";

    /// <summary>For <see cref="Ratio"/>.</summary>
    public Target? Target { get; init; }

    /// <summary>What a user sees who comes with a new program, to what he would see in his own shell.</summary>
    public double Ratio => HotMs / BareMs;

    [JsonIgnore]
    public bool Ok => Target?.IsMetBy(Ratio) != false;
}
