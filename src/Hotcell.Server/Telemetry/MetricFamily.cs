using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Hotcell.Server.Telemetry;

/// <summary>One instrument, and its series by their labels.</summary>
internal sealed class MetricFamily
{
    private readonly ConcurrentDictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);
    private readonly string _help;
    private readonly string _type;
    private readonly Func<MetricSeries> _make;

    public MetricFamily(Instrument instrument)
    {
        var kind = instrument.GetType().GetGenericTypeDefinition();
        var isHistogram = kind == typeof(Histogram<>);
        var grows = kind == typeof(Counter<>) || kind == typeof(ObservableCounter<>);
        var adds = kind == typeof(Counter<>) || kind == typeof(UpDownCounter<>);
        Name = PrometheusName.Of(instrument, grows);
        _type = isHistogram ? "histogram" : grows ? "counter" : "gauge";
        _help = (instrument.Description ?? "").ReplaceLineEndings(" ").Replace("\\", "\\\\", StringComparison.Ordinal);
        var bounds = isHistogram ? BoundsOf(instrument) : [];
        _make = isHistogram ? () => new HistogramSeries(bounds) : () => new NumberSeries(adds);
    }

    public string Name { get; }

    public MetricSeries? Find(string labels) => _series.GetValueOrDefault(labels);

    public MetricSeries Make(string labels) => _series.GetOrAdd(labels, _ => _make());

    public void Write(StringBuilder text)
    {
        if (_series.IsEmpty)
        {
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"# HELP {Name} {_help}\n# TYPE {Name} {_type}\n");
        foreach (var (labels, series) in _series.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            series.Write(text, Name, labels);
        }
    }

    private static double[] BoundsOf(Instrument instrument) => instrument switch
    {
        Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds],
        Histogram<long> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds.Select(bound => (double)bound)],
        _ => [.. Buckets.Seconds],
    };
}

/// <summary>What was measured with one set of tags.</summary>
internal abstract class MetricSeries
{
    public abstract void Add(double value);

    public abstract void Write(StringBuilder text, string name, string labels);

    protected static void Line(StringBuilder text, string name, string labels, double value) =>
        text.Append(name).Append(labels.Length == 0 ? "" : "{" + labels + "}").Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
}

/// <param name="adds">Whether a measurement is added to those before it, or replaces them.</param>
internal sealed class NumberSeries(bool adds) : MetricSeries
{
    private readonly Lock _lock = new();
    private double _value;

    public override void Add(double value)
    {
        lock (_lock)
        {
            _value = adds ? _value + value : value;
        }
    }

    public override void Write(StringBuilder text, string name, string labels)
    {
        lock (_lock)
        {
            Line(text, name, labels, _value);
        }
    }
}

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
