using System.Text.Json;
using System.Text.RegularExpressions;
using Hotcell.Engine;
using Hotcell.Engine.Executions;
using Hotcell.Server.Telemetry;
using Hotcell.Unit.Architecture;

namespace Hotcell.Unit.Server.Telemetry;

/// <summary>The dashboard of <c>deploy/grafana</c> asks for what the server tells.</summary>
public sealed partial class DashboardTests
{
    /// <summary>Not ours but the web server's; <c>MetricsTests</c> sees it.</summary>
    private const string OfTheWebServer = "http_server_request_duration_seconds";

    private static JsonElement Dashboard { get; } = JsonDocument.Parse(File.ReadAllText(Path.Combine(DependencyTests.Root, "deploy", "grafana", "hotcell.json"))).RootElement;

    private static IEnumerable<JsonElement> Panels => Dashboard.GetProperty("panels").EnumerateArray();

    private static IEnumerable<string> Expressions =>
        from panel in Panels
        where panel.TryGetProperty("targets", out _)
        from target in panel.GetProperty("targets").EnumerateArray()
        select target.GetProperty("expr").GetString();

    [Fact]
    public async Task Every_metric_of_the_dashboard_is_one_that_the_server_writes()
    {
        await using var engine = TestEngine.Create();
        using var text = new PrometheusText(ServerMetrics.MeterName);
        using var metrics = new ServerMetrics(engine);
        var run = new StageResult { Verdict = Verdict.Ok, Output = StageOutput.None, WallTime = default, CpuTime = default, PeakMemory = default };
        metrics.Began("c", TimeSpan.Zero);
        metrics.Ran("c", Stage.Run, run);
        metrics.Ended("c", "Ok", TimeSpan.Zero);
        metrics.Rejected(RejectionKind.Busy);
        metrics.RanElsewhere("c", "Ok", "judge0");

        var written = text.Write().Split('\n').Where(line => line is [not '#', ..]).Select(line => line.Split('{', ' ')[0]).ToHashSet();
        var asked = Expressions.SelectMany(expression => Metric().Matches(expression).Select(match => match.Value)).Distinct().ToList();
        Assert.NotEmpty(asked);
        Assert.Empty(asked.Where(name => !name.StartsWith(OfTheWebServer, StringComparison.Ordinal)).Except(written));

        // And none that tells something is forgotten.
        Assert.Empty(written.Select(Base).Except(asked.Select(Base)));
    }

    [Fact]
    public void Panels_have_titles_and_ids_of_their_own_and_do_not_overlap()
    {
        Assert.All(Panels, panel => Assert.NotEmpty(panel.GetProperty("title").GetString()!));
        Assert.Equal(Panels.Count(), Panels.Select(panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
        var cells = from panel in Panels
                    let place = panel.GetProperty("gridPos")
                    from x in Enumerable.Range(place.GetProperty("x").GetInt32(), place.GetProperty("w").GetInt32())
                    from y in Enumerable.Range(place.GetProperty("y").GetInt32(), place.GetProperty("h").GetInt32())
                    select (x, y);
        Assert.Equal(cells.Count(), cells.Distinct().Count());
        Assert.All(cells, cell => Assert.InRange(cell.x, 0, 23));
    }

    private static string Base(string name) => Suffix().Replace(name, "");

    /// <summary>Labels are always asked for.</summary>
    [GeneratedRegex(@"[a-z][a-z0-9_]+(?=\{)")]
    private static partial Regex Metric();

    [GeneratedRegex("_(?:bucket|sum|count)$")]
    private static partial Regex Suffix();
}
