using System.Globalization;
using System.Text;

namespace Hotcell.Server.Telemetry;

/// <summary>Of a histogram: how many measurements are below each bound, and their sum.</summary>
/// <param name="bounds">Upper, ascending; what is above all of them has a bucket too.</param>
internal sealed class HistogramSeries(double[] bounds) : MetricSeries
{
    private readonly Lock _lock = new();
    private readonly long[] _counts = new long[bounds.Length + 1];
    private double _sum;

    public override void Add(double value)
    {
        var bucket = Array.FindIndex(bounds, bound => value <= bound);
        lock (_lock)
        {
            _counts[bucket < 0 ? bounds.Length : bucket]++;
            _sum += value;
        }
    }

    public override void Write(StringBuilder text, string name, string labels)
    {
        lock (_lock)
        {
            var comma = labels.Length == 0 ? "" : ",";
            var count = 0L;
            for (var i = 0; i < _counts.Length; i++)
            {
                count += _counts[i];
                var bound = i < bounds.Length ? bounds[i].ToString("R", CultureInfo.InvariantCulture) : "+Inf";
                Line(text, name + "_bucket", $"{labels}{comma}le=\"{bound}\"", count);
            }

            Line(text, name + "_sum", labels, _sum);
            Line(text, name + "_count", labels, count);
        }
    }
}
