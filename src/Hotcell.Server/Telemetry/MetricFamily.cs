using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Hotcell.Server.Telemetry;

/// <summary>One instrument, and its series by their labels.</summary>
internal sealed class MetricFamily
{
    private readonly ConcurrentDictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);

    /// <summary>The same series, by the tags themselves: a measurement need not write its labels to find where it belongs.</summary>
    private readonly ConcurrentDictionary<TagSet, MetricSeries> _byTags = new();
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

    public MetricSeries? Find(TagSet tags) => _byTags.GetValueOrDefault(tags);

    /// <param name="labels">The tags as text, in the order of their names: other orders of them are the same series.</param>
    public MetricSeries Make(TagSet tags, string labels) => _byTags.GetOrAdd(tags, _series.GetOrAdd(labels, _ => _make()));

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
