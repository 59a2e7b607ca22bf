namespace Hotcell.Bench.Measuring;

/// <summary>Some measurements of one thing, in milliseconds.</summary>
internal sealed record Distribution(int Count, double Min, double P50, double P99)
{
    public static Distribution Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return new Distribution(sorted.Length, sorted[0], Percentile(sorted, 50), Percentile(sorted, 99));
    }

    /// <summary>Nearest rank: a value that was measured. With fewer than 100 of them p99 is the largest.</summary>
    private static double Percentile(double[] sorted, int percent) => sorted[(int)Math.Ceiling(sorted.Length * percent / 100.0) - 1];
}
