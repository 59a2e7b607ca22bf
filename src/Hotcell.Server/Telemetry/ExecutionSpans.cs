using System.Diagnostics;
using Hotcell.Engine.Executions;

namespace Hotcell.Server.Telemetry;

/// <summary>
/// An execution as spans of a trace: <c>execution</c>, below the request that asked for it, and in it <c>queue</c>, <c>compile</c> and <c>run</c>.
/// Theory of operation: its events are noted with their times, and all spans are made at its end, at once. So nothing has to be current while
/// its events are read, which may be by another request than began it; and where nobody listens nothing is made at all.
/// </summary>
internal sealed class ExecutionSpans
{
    /// <summary>What ends without a verdict, by our fault.</summary>
    public const string Faulted = "Faulted";

    public const string SourceName = "Hotcell";

    private static readonly ActivitySource s_source = new(SourceName);

    private readonly TimeProvider _time;
    private readonly ActivityContext _parent = Activity.Current?.Context ?? default;
    private readonly DateTimeOffset _began;
    private DateTimeOffset? _compiling;
    private DateTimeOffset? _compiled;
    private DateTimeOffset? _started;
    private StageResult? _compile;

    private ExecutionSpans(TimeProvider time) => (_time, _began) = (time, time.GetUtcNow());

    /// <summary>Null where nobody listens.</summary>
    public static ExecutionSpans? Begin(TimeProvider time) => IsHeard ? new ExecutionSpans(time) : null;

    /// <summary>Whether anybody listens.</summary>
    public static bool IsHeard => s_source.HasListeners();

    public void See(ExecutionEvent seen)
    {
        switch (seen)
        {
            case ExecutionEvent.Compiling:
                _compiling = _time.GetUtcNow();
                break;
            case ExecutionEvent.Compiled { Result: var result }:
                (_compiled, _compile) = (_time.GetUtcNow(), result);
                break;
            case ExecutionEvent.Started:
                _started = _time.GetUtcNow();
                break;
        }
    }

    /// <param name="result">Null when there is none: our fault, or the caller has left.</param>
    public void End(string language, string verdict, ExecutionResult? result)
    {
        var end = _time.GetUtcNow();
        using var execution = s_source.StartActivity("execution", ActivityKind.Internal, _parent, startTime: _began);
        if (execution is null)
        {
            return;
        }

        execution.SetTag("hotcell.language", language).SetTag("hotcell.verdict", verdict);
        if (verdict == Faulted)
        {
            execution.SetStatus(ActivityStatusCode.Error);
        }

        Span("queue", _began, _compiling ?? _started ?? end);
        if (_compiling is { } compiling)
        {
            Span("compile", compiling, _compiled ?? end, _compile);
        }

        if (_started is { } started)
        {
            Span("run", started, end, result?.Run, result?.Judgement?.Tests.Count);
        }

        execution.SetEndTime(end.UtcDateTime);

        void Span(string name, DateTimeOffset from, DateTimeOffset to, StageResult? stage = null, int? tests = null)
        {
            using var span = s_source.StartActivity(name, ActivityKind.Internal, execution.Context, startTime: from);
            if (stage is not null)
            {
                span?.SetTag("hotcell.verdict", stage.Verdict.ToString()).SetTag("hotcell.start", ServerMetrics.StartOf(stage));
            }

            span?.SetTag("hotcell.tests", tests).SetEndTime(to.UtcDateTime);
        }
    }
}
