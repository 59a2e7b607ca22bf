using System.Diagnostics.Metrics;
using Hotcell.Server.Telemetry;
using Xunit;

namespace Hotcell.Unit.Server.Telemetry;

public sealed class PrometheusTextTests : IDisposable
{
    private readonly string _name = $"test-{Guid.NewGuid():N}";
    private readonly PrometheusText _text;
    private readonly Meter _meter;

    public PrometheusTextTests() => (_text, _meter) = (new PrometheusText(_name), new Meter(_name));

    [Fact]
    public void A_counter_adds_up_by_its_tags_in_any_order()
    {
        var counter = _meter.CreateCounter<long>("a.runs", "{run}", "Runs.");
        counter.Add(1, new("language", "c"), new("verdict", "Ok"));
        counter.Add(2, new("verdict", "Ok"), new("language", "c"));
        counter.Add(4, new("language", "d"), new("verdict", "Ok"));
        Assert.Equal(
            """
            # HELP a_runs_total Runs.
            # TYPE a_runs_total counter
            a_runs_total{language="c",verdict="Ok"} 3
            a_runs_total{language="d",verdict="Ok"} 4

            """.ReplaceLineEndings("\n"),
            _text.Write());
    }

    [Fact]
    public void A_gauge_is_asked_when_it_is_written()
    {
        var now = 1L;
        _meter.CreateObservableGauge("memory", () => now, "By");
        Assert.Contains("\n# TYPE memory_bytes gauge\nmemory_bytes 1\n", "\n" + _text.Write(), StringComparison.Ordinal);
        now = 5;
        Assert.Contains("\nmemory_bytes 5\n", _text.Write(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_histogram_counts_up_to_each_bound_and_all()
    {
        var histogram = _meter.CreateHistogram<double>("duration", "s", "Time.", advice: new() { HistogramBucketBoundaries = [0.1, 1] });
        foreach (var value in (double[])[0.05, 0.1, 0.5, 20])
        {
            histogram.Record(value, new KeyValuePair<string, object?>("stage", "run"));
        }

        Assert.Equal(
            """
            # HELP duration_seconds Time.
            # TYPE duration_seconds histogram
            duration_seconds_bucket{stage="run",le="0.1"} 2
            duration_seconds_bucket{stage="run",le="1"} 3
            duration_seconds_bucket{stage="run",le="+Inf"} 4
            duration_seconds_sum{stage="run"} 20.65
            duration_seconds_count{stage="run"} 4

            """.ReplaceLineEndings("\n"),
            _text.Write());
    }

    [Fact]
    public void A_value_of_a_label_cannot_begin_another_line()
    {
        _meter.CreateCounter<int>("c").Add(1, new KeyValuePair<string, object?>("l", "a\"b\\c\nd"));
        Assert.Contains("c_total{l=\"a\\\"b\\\\c\\nd\"} 1\n", _text.Write(), StringComparison.Ordinal);
    }

    [Fact]
    public void Meters_of_others_are_not_told()
    {
        using var other = new Meter(_name + "-other");
        other.CreateCounter<int>("c").Add(1);
        Assert.Equal("", _text.Write());
    }

    [Fact]
    public void Series_without_end_are_not_kept()
    {
        var counter = _meter.CreateCounter<int>("c");
        for (var i = 0; i < 12_000; i++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("l", i));
        }

        Assert.Equal(10_000, _text.Write().Split('\n').Count(line => line.StartsWith("c_total{", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("http.server.request.duration", "http_server_request_duration")]
    [InlineData("2xx", "_2xx")]
    [InlineData("", "_")]
    public void Names_are_made_of_letters_digits_and_underscores(string name, string expected) => Assert.Equal(expected, PrometheusName.Of(name));

    public void Dispose()
    {
        _meter.Dispose();
        _text.Dispose();
    }
}
