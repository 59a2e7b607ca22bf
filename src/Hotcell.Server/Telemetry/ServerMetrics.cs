using System.Diagnostics.Metrics;
using Hotcell.Engine;
using Hotcell.Engine.Executions;

namespace Hotcell.Server.Telemetry;

/// <summary>
/// What this server counts and measures, as instruments of .NET that any listener may follow; names and units as OpenTelemetry has them. Tags are
/// ids of languages, verdicts and words of our own: nothing of a request, so a caller cannot make their number grow.
/// </summary>
internal sealed class ServerMetrics : IDisposable
{
    public const string MeterName = "Hotcell";

    /// <summary>Names of all meters that are told of: ours, and those of the web server and the runtime.</summary>
    public static IReadOnlyCollection<string> Sources { get; } = [MeterName, "Microsoft.AspNetCore.Hosting", "System.Runtime"];

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _executions;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _fallbacks;
    private readonly Counter<long> _stages;
    private readonly Histogram<double> _duration;
    private readonly Histogram<long> _memory;

    public ServerMetrics(HotcellEngine engine)
    {
        _executions = _meter.CreateCounter<long>("hotcell.executions", "{execution}", "Executions that ended, by language and verdict; Faulted: our failure; Cancelled: the caller left, or stopped it.");
        _rejected = _meter.CreateCounter<long>("hotcell.executions.rejected", "{execution}", "Requests that the engine has refused, of which nothing ran, by reason.");
        _fallbacks = _meter.CreateCounter<long>("hotcell.executions.fallback", "{execution}", "Executions that another service ran because this one could not, by language, verdict and service.");
        _stages = _meter.CreateCounter<long>("hotcell.stages", "{stage}", "Stages that ran, by language, stage, and start: hot, cold, or cached (compiled before).");
        _duration = _meter.CreateHistogram<double>(
            "hotcell.execution.duration", "s", "Time of executions, by language and stage: queue (until the first stage begins), compile, run, total.", advice: new() { HistogramBucketBoundaries = Buckets.Seconds });
        _memory = _meter.CreateHistogram<long>("hotcell.execution.peak_memory", "By", "Highest memory of runs, by language.", advice: new() { HistogramBucketBoundaries = Buckets.Bytes });

        var status = new Snapshot(engine);
        Gauge("hotcell.executions.running", "{execution}", "Executions that have a place.", now => now.Running);
        Gauge("hotcell.executions.queued", "{execution}", "Executions that wait for a place.", now => now.Queued);
        Gauge("hotcell.executions.capacity", "{execution}", "Places.", now => now.MaxRunning);
        Gauge("hotcell.executions.interactive", "{execution}", "Interactive programs.", now => now.Interactive);
        Gauge("hotcell.cells.ready", "{cell}", "Cells made ahead.", now => now.ReadyCells);
        Gauge("hotcell.cells.alive", "{cell}", "All cells that there are: ready ones, and those of programs and compilers.", now => now.AliveCells);
        _meter.CreateObservableCounter(
            "hotcell.pool.takes",
            () => TakesOf("ready", status.Now.CellTakes).Concat(TakesOf("hot", status.Now.HotTakes)),
            "{cell}",
            "Cells that programs and compilers asked for, by kind (hot: with a booted runtime; who finds none asks for any ready one) and result: hit: it was there; miss: it was not.");
        Gauge("hotcell.cgroups.dying", "{cgroup}", "Control groups that are removed and not gone.", now => now.DyingGroups ?? 0);
        Gauge("hotcell.page_cache.size", "By", "Page cache that is kept for languages.", now => now.PageCache.Bytes);
        Gauge("hotcell.compile_cache.size", "By", "What the compile cache holds.", now => now.CompileCache.Held.Bytes);
        Gauge("hotcell.warden.connected", "{connection}", "1 while the warden answers.", now => now.WardenConnected ? 1 : 0);
        Gauge("hotcell.warden.generation", "{warden}", "Wardens started so far.", now => now.Generation);
        Gauge("hotcell.languages.available", "{language}", "Languages whose toolchain is there.", now => now.Languages.Count(language => language.Available));
        _meter.CreateObservableGauge("hotcell.server.memory", () => Environment.WorkingSet, "By", "Memory of this process.");

        void Gauge(string name, string unit, string description, Func<EngineStatus, long> read) =>
            _meter.CreateObservableGauge(name, () => read(status.Now), unit, description);
    }

    /// <param name="language">Id.</param>
    public void Ended(string language, string verdict, TimeSpan total)
    {
        _executions.Add(1, new("language", language), new("verdict", verdict));
        Took(language, "total", total);
    }

    /// <param name="service">Our name for it.</param>
    public void RanElsewhere(string language, string verdict, string service) => _fallbacks.Add(1, new("language", language), new("verdict", verdict), new("service", service));

    public void Began(string language, TimeSpan waited) => Took(language, "queue", waited);

    public void Ran(string language, Stage stage, StageResult result)
    {
        var name = stage == Stage.Compile ? "compile" : "run";
        _stages.Add(1, new("language", language), new("stage", name), new("start", StartOf(result)));
        if (result.Cached)
        {
            return;
        }

        Took(language, name, result.WallTime);
        if (stage == Stage.Run)
        {
            _memory.Record(result.PeakMemory.Bytes, new KeyValuePair<string, object?>("language", language));
        }
    }

    /// <summary>How a stage began, in a word.</summary>
    public static string StartOf(StageResult result) => result.Cached ? "cached" : result.Hot ? "hot" : "cold";

    public void Rejected(RejectionKind reason) => _rejected.Add(1, new KeyValuePair<string, object?>("reason", reason.ToString()));

    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<long>> TakesOf(string kind, PoolTakes takes) =>
        [new(takes.Hits, new("kind", kind), new("result", "hit")), new(takes.Misses, new("kind", kind), new("result", "miss"))];

    private void Took(string language, string stage, TimeSpan time) =>
        _duration.Record(time.TotalSeconds, new("language", language), new("stage", stage));

    /// <summary>One status for all gauges that are read together.</summary>
    private sealed class Snapshot(HotcellEngine engine)
    {
        private const long MostTicks = 100;
        private long _taken = long.MinValue;
        private EngineStatus? _status;

        public EngineStatus Now
        {
            get
            {
                var tick = Environment.TickCount64;
                if (_status is null || tick - _taken > MostTicks)
                {
                    (_taken, _status) = (tick, engine.Status);
                }

                return _status;
            }
        }
    }
}
