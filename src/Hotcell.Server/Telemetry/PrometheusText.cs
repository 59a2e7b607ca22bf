using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Hotcell.Server.Telemetry;

/// <summary>
/// Follows meters and writes what they say in the text format of Prometheus (version 0.0.4 of the exposition formats). Theory of operation: each instrument
/// becomes a family, each set of tags in it a series; counters and histograms are added up here from when this began to listen, gauges are asked when they are written.
/// Names and labels are made as OpenTelemetry says (Prometheus and OpenMetrics Compatibility): dots become underscores, the unit and <c>_total</c> are appended.
/// </summary>
internal sealed class PrometheusText : IDisposable
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>More are not kept: the tags of our meters are few, and another's must not fill the memory.</summary>
    private const int MostSets = 10_000;

    private readonly ConcurrentDictionary<Instrument, MetricFamily> _families = new();
    private readonly MeterListener _listener = new();
    private int _sets;

    /// <param name="meters">Names of those to follow.</param>
    public PrometheusText(params IReadOnlyCollection<string> meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (meters.Contains(instrument.Meter.Name))
            {
                listener.EnableMeasurementEvents(instrument, _families.GetOrAdd(instrument, one => new MetricFamily(one)));
            }
        };
        _listener.MeasurementsCompleted = (instrument, _) => _families.TryRemove(instrument, out MetricFamily? _);
        _listener.SetMeasurementEventCallback<double>((_, value, tags, family) => Add(family, value, tags));
        _listener.SetMeasurementEventCallback<float>((_, value, tags, family) => Add(family, value, tags));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, family) => Add(family, value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, family) => Add(family, value, tags));
        _listener.Start();
    }

    public string Write()
    {
        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        foreach (var family in _families.Values.OrderBy(family => family.Name, StringComparer.Ordinal))
        {
            family.Write(text);
        }

        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    private void Add(object? family, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (family is not MetricFamily known)
        {
            return;
        }

        var set = new TagSet(tags);
        if (known.Find(set) is not { } series)
        {
            if (Interlocked.Increment(ref _sets) > MostSets)
            {
                Interlocked.Decrement(ref _sets);
                return;
            }

            series = known.Make(set, LabelsOf(tags));
        }

        series.Add(value);
    }

    /// <summary><c>name="value",…</c>, in the order of the names.</summary>
    private static string LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
        {
            return "";
        }

        var sorted = tags.ToArray();
        Array.Sort(sorted, (one, other) => string.CompareOrdinal(one.Key, other.Key));
        return string.Join(',', sorted.Select(tag => $"{PrometheusName.Of(tag.Key)}=\"{Escape(Convert.ToString(tag.Value, CultureInfo.InvariantCulture) ?? "")}\""));
    }

    private static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
