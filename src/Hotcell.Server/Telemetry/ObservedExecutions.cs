using System.Runtime.CompilerServices;
using Hotcell.Engine;
using Hotcell.Engine.Executions;

namespace Hotcell.Server.Telemetry;

/// <summary>The engine, with every execution counted and logged: language, verdict and times, never a byte of the program or of what it wrote.</summary>
internal sealed partial class ObservedExecutions(HotcellEngine engine, ServerMetrics metrics, TimeProvider time, ILogger<ObservedExecutions> log) : IExecutionService
{
    public IReadOnlyList<FieldError> Validate(ExecutionRequest request) => engine.Executions.Validate(request);

    public async IAsyncEnumerable<ExecutionEvent> RunAsync(ExecutionRequest request, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var observed = new Observed(this, request, time.GetTimestamp());
        await using var events = engine.Executions.RunAsync(request, cancellation).GetAsyncEnumerator(cancellation);
        try
        {
            while (await NextAsync(events))
            {
                observed.See(events.Current);
                yield return events.Current;
            }
        }
        finally
        {
            observed.End();
        }
    }

    private async ValueTask<bool> NextAsync(IAsyncEnumerator<ExecutionEvent> events)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (RejectedException rejected)
        {
            metrics.Rejected(rejected.Kind);
            throw;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Caller}: {Language} {Verdict} after {TotalMs:0.0} ms (queue {QueueMs:0.0} ms, compile {CompileMs:0.0} ms, run {RunMs:0.0} ms)")]
    private partial void LogEnded(string caller, string language, string verdict, double totalMs, double queueMs, double compileMs, double runMs);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Caller}: a program in {Language} was refused {Syscall}")]
    private partial void LogRefused(string caller, string language, string syscall);

    /// <summary>One execution on its way.</summary>
    private sealed class Observed(ObservedExecutions all, ExecutionRequest request, long began)
    {
        /// <summary>Null before the queue has it: a rejected request is counted as that.</summary>
        private string? _language;
        private string _verdict = "Cancelled";
        private TimeSpan? _waited;
        private bool _ended;
        private ExecutionResult? _result;

        private TimeSpan Elapsed => all.Time.GetElapsedTime(began);

        public void See(ExecutionEvent seen)
        {
            _language ??= all.Catalog.Find(request.Language ?? "")?.Id ?? "unknown";
            switch (seen)
            {
                case ExecutionEvent.Compiling or ExecutionEvent.Compiled or ExecutionEvent.Started when _waited is null:
                    all.Metrics.Began(_language, (_waited = Elapsed).Value);
                    break;
                case ExecutionEvent.Finished { Result: var result }:
                    (_result, _verdict) = (result, result.Verdict.ToString());
                    End();
                    break;
                case ExecutionEvent.Faulted:
                    _verdict = "Faulted";
                    End();
                    break;
            }
        }

        /// <summary>Once: at its last event, before anybody is answered, or when the caller has left.</summary>
        public void End()
        {
            if (_ended || _language is null)
            {
                return;
            }

            _ended = true;
            var total = Elapsed;
            all.Metrics.Ended(_language, _verdict, total);
            Ran(Stage.Compile, _result?.Compile);
            Ran(Stage.Run, _result?.Run);
            var (queue, compile, run) = ((_waited ?? total).TotalMilliseconds, Milliseconds(_result?.Compile), Milliseconds(_result?.Run));
            all.LogEnded(request.Caller.Id, _language, _verdict, total.TotalMilliseconds, queue, compile, run);
        }

        private static double Milliseconds(StageResult? stage) => stage is { Cached: false } ? stage.WallTime.TotalMilliseconds : 0;

        private void Ran(Stage stage, StageResult? result)
        {
            if (result is null)
            {
                return;
            }

            all.Metrics.Ran(_language!, stage, result);
            if (result.RefusedSyscall is { } syscall)
            {
                all.LogRefused(request.Caller.Id, _language!, syscall);
            }
        }
    }

    private ServerMetrics Metrics => metrics;

    private TimeProvider Time => time;

    private Engine.Languages.LanguageCatalog Catalog => engine.Languages;
}
