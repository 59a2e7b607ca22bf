using System.Diagnostics;
using Hotcell.Engine;
using Hotcell.Engine.Executions;
using Hotcell.Engine.Judging;
using Hotcell.Protocol;
using Hotcell.Server.Logs;
using Hotcell.Server.Telemetry;
using Hotcell.Unit.Server.Logs;
using TestResult = Hotcell.Engine.Judging.TestResult;

namespace Hotcell.Unit.Server.Telemetry;

/// <summary>What is counted, logged and traced of an execution, told by its events.</summary>
public sealed class ObservationTests : IAsyncDisposable
{
    private const string Secret = "s3cr3t";

    private readonly HotcellEngine _engine = TestEngine.Create();
    private readonly PrometheusText _text = new(ServerMetrics.MeterName);
    private readonly ServerMetrics _metrics;
    private readonly RecordedLog<ExecutionLog> _log = new();
    private readonly RecordedLog<SecurityLog> _security = new();

    public ObservationTests() => _metrics = new ServerMetrics(_engine);

    public async ValueTask DisposeAsync()
    {
        _metrics.Dispose();
        _text.Dispose();
        await _engine.DisposeAsync();
    }

    private static StageResult Stage(double milliseconds, string? refused = null) => new()
    {
        Verdict = Verdict.Ok,
        Output = StageOutput.Of(System.Text.Encoding.ASCII.GetBytes(Secret)),
        WallTime = TimeSpan.FromMilliseconds(milliseconds),
        CpuTime = TimeSpan.FromMilliseconds(milliseconds / 2),
        PeakMemory = ByteSize.FromMebibytes(milliseconds),
        RefusedSyscall = refused,
    };

    private static TestResult Test(StageResult? run) => new() { Verdict = Verdict.Accepted, Points = 1, MaxPoints = 1, Run = run };

    private static ExecutionResult Result(StageResult? compile, StageResult? run, Judgement? judgement = null) =>
        new() { Verdict = Verdict.Ok, Language = "c", Compile = compile, Run = run, Judgement = judgement, Isolation = default };

    private void Observe(params ExecutionEvent[] events)
    {
        var request = new ExecutionRequest { Language = "C", Files = [new("main.c", System.Text.Encoding.ASCII.GetBytes(Secret))], Caller = new Caller { Id = "key:one" } };
        var observation = new Observation(request, _engine.Languages, _metrics, new ExecutionLog(_log), new SecurityLog(_security, TimeProvider.System), TimeProvider.System);
        foreach (var seen in events)
        {
            observation.See(seen);
        }

        observation.End();
    }

    private static ExecutionEvent[] Plain(StageResult compile, StageResult run) =>
        [new ExecutionEvent.Queued(), new ExecutionEvent.Compiling(), new ExecutionEvent.Compiled(compile), new ExecutionEvent.Started(), new ExecutionEvent.Finished(Result(compile, run))];

    [Fact]
    public void Runs_of_tests_are_counted_as_stages()
    {
        var judgement = new Judgement([Test(Stage(1)), Test(Stage(2)), Test(null)]);
        Observe([new ExecutionEvent.Queued(), new ExecutionEvent.Started(), .. judgement.Tests.Select((test, i) => new ExecutionEvent.TestFinished(i, test)), new ExecutionEvent.Finished(Result(null, null, judgement))]);

        var text = _text.Write();
        Assert.Contains("\nhotcell_stages_total{language=\"c\",stage=\"run\",start=\"cold\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("\nhotcell_execution_duration_seconds_count{language=\"c\",stage=\"run\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("\nhotcell_executions_total{language=\"c\",verdict=\"Ok\"} 1\n", text, StringComparison.Ordinal);
        var fields = Assert.Single(_log.Entries).Fields;
        Assert.Equal((3.0, 2 * 1024 * 1024L, 3), (fields["runMs"], fields["peakMemoryBytes"], fields["tests"]));
    }

    [Fact]
    public void Log_tells_language_verdict_times_and_memory_and_nothing_of_the_program()
    {
        Observe(Plain(Stage(5), Stage(4)));
        var (_, message, fields) = Assert.Single(_log.Entries);
        Assert.StartsWith("key:one: c Ok after ", message, StringComparison.Ordinal);
        Assert.EndsWith("compile 5.0 ms, run 4.0 ms)", message, StringComparison.Ordinal);
        Assert.Equal((2.0, 4 * 1024 * 1024L, "cold"), (fields["cpuMs"], fields["peakMemoryBytes"], fields["start"]));
        Assert.DoesNotContain(fields.Values, value => $"{value}".Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public void Refused_system_calls_are_told_once_each()
    {
        var judgement = new Judgement([.. Enumerable.Repeat(Test(Stage(1, "ptrace")), 50), Test(Stage(1, "keyctl"))]);
        Observe([new ExecutionEvent.Started(), .. judgement.Tests.Select((test, i) => new ExecutionEvent.TestFinished(i, test)), new ExecutionEvent.Finished(Result(null, null, judgement))]);
        Assert.Equal(["ptrace", "keyctl"], _security.Entries.Select(entry => entry.Fields["syscall"]));
    }

    [Fact]
    public void Who_leaves_has_cancelled()
    {
        Observe(new ExecutionEvent.Queued(), new ExecutionEvent.Started());
        Assert.Equal("Cancelled", Assert.Single(_log.Entries).Fields["verdict"]);
    }

    [Fact]
    public void An_execution_is_a_span_with_queue_compile_and_run_in_it()
    {
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == ExecutionSpans.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        using var request = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();
        Observe(Plain(Stage(5), Stage(4)));
        Observe(new ExecutionEvent.Queued(), new ExecutionEvent.Faulted(new SystemFault("run", default, 0, 0, Secret)));
        Assert.Same(request, Activity.Current);

        var mine = spans.Where(span => span.TraceId == request.TraceId).ToList();
        var (execution, faulted) = (mine.First(span => span.DisplayName == "execution"), mine.Last(span => span.DisplayName == "execution"));
        var children = mine.Where(span => span.ParentSpanId == execution.SpanId).OrderBy(span => span.StartTimeUtc).ToList();
        Assert.Equal((request.SpanId, "c", "Ok"), (execution.ParentSpanId, execution.GetTagItem("hotcell.language"), execution.GetTagItem("hotcell.verdict")));
        Assert.Equal(["compile", "queue", "run"], children.Select(span => span.DisplayName).Order());
        Assert.All(children, child => Assert.InRange(child.StartTimeUtc + child.Duration, execution.StartTimeUtc, execution.StartTimeUtc + execution.Duration + TimeSpan.FromMilliseconds(1)));
        Assert.Equal("cold", children.Single(span => span.DisplayName == "run").GetTagItem("hotcell.start"));
        Assert.Equal((ActivityStatusCode.Error, null), (faulted.Status, faulted.StatusDescription));
        Assert.DoesNotContain(mine, span => span.TagObjects.Any(tag => $"{tag.Value}".Contains(Secret, StringComparison.Ordinal)));
    }

    [Fact]
    public void Where_nobody_listens_there_are_no_spans() => Assert.Null(ExecutionSpans.IsHeard ? null : ExecutionSpans.Begin(TimeProvider.System));
}
