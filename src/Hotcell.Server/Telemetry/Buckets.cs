namespace Hotcell.Server.Telemetry;

/// <summary>Upper bounds of the histograms.</summary>
internal static class Buckets
{
    public static IReadOnlyList<double> Seconds { get; } = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];

    public static IReadOnlyList<long> Bytes { get; } = [1 << 20, 4 << 20, 16 << 20, 64 << 20, 128 << 20, 256 << 20, 512 << 20, 1 << 30, 2L << 30];
}
