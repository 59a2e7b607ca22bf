using Hotcell.Engine.Executions;
using Hotcell.Engine.Languages;
using Hotcell.Server.Logs;

namespace Hotcell.Server.Telemetry;

/// <summary>One execution on its way.</summary>
internal sealed class Observation(
    ExecutionRequest request, LanguageCatalog languages, ServerMetrics metrics, ExecutionLog log, SecurityLog security, TimeProvider time)
{
    private readonly long _began = time.GetTimestamp();
    private readonly ExecutionSpans? _spans = ExecutionSpans.Begin(time);

    /// <summary>Names of system calls that are told already: a thousand tests may be refused the same.</summary>
    private readonly HashSet<string> _refused = new(StringComparer.Ordinal);

    /// <summary>Null before the queue has it: a rejected request is counted as that.</summary>
    private string? _language;
    private string _verdict = "Cancelled";
    private TimeSpan? _waited;
    private bool _ended;
    private ExecutionResult? _result;

    private TimeSpan Elapsed => time.GetElapsedTime(_began);

    public void See(ExecutionEvent seen)
    {
        _language ??= languages.Find(request.Language ?? "")?.Id ?? "unknown";
        _spans?.See(seen);
        switch (seen)
        {
            case ExecutionEvent.Compiling or ExecutionEvent.Compiled or ExecutionEvent.Started when _waited is null:
                metrics.Began(_language, (_waited = Elapsed).Value);
                break;
            case ExecutionEvent.TestFinished { Result: var test }:
                Ran(Stage.Run, test.Run);
                break;
            case ExecutionEvent.Finished { Result: var result }:
                (_result, _verdict) = (result, result.Verdict.ToString());
                End();
                break;
            case ExecutionEvent.Faulted:
                _verdict = ExecutionSpans.Faulted;
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
        metrics.Ended(_language, _verdict, total);
        if (_result?.Fallback is { } service)
        {
            metrics.RanElsewhere(_language, _verdict, service);
        }
        else
        {
            Ran(Stage.Compile, _result?.Compile);
            Ran(Stage.Run, _result?.Run);
        }

        log.Ended(new ExecutionRecord(request.Caller.Id, _language, _verdict, total, _waited ?? total, _result));
        _spans?.End(_language, _verdict, _result);
    }

    private void Ran(Stage stage, StageResult? result)
    {
        if (result is null)
        {
            return;
        }

        metrics.Ran(_language!, stage, result);
        if (result.RefusedSyscall is { } syscall && _refused.Add(syscall))
        {
            security.SyscallRefused(request.Caller.Id, _language!, syscall, result.Verdict);
        }
    }
}
