using System.Runtime.CompilerServices;
using Hotcell.Engine;
using Hotcell.Engine.Executions;
using Hotcell.Server.Logs;

namespace Hotcell.Server.Telemetry;

/// <summary>The engine, with every execution counted, logged and traced: language, verdict and times, never a byte of the program or of what it wrote.</summary>
internal sealed class ObservedExecutions(HotcellEngine engine, ServerMetrics metrics, ExecutionLog log, SecurityLog security, TimeProvider time) : IExecutionService
{
    public IReadOnlyList<FieldError> Validate(ExecutionRequest request)
    {
        var errors = engine.Executions.Validate(request);
        security.PathsRefused(request.Caller.Id, errors);
        return errors;
    }

    public async IAsyncEnumerable<ExecutionEvent> RunAsync(ExecutionRequest request, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var observation = new Observation(request, engine.Languages, metrics, log, security, time);
        await using var events = engine.Executions.RunAsync(request, cancellation).GetAsyncEnumerator(cancellation);
        try
        {
            while (await NextAsync(events, request))
            {
                observation.See(events.Current);
                yield return events.Current;
            }
        }
        finally
        {
            observation.End();
        }
    }

    private async ValueTask<bool> NextAsync(IAsyncEnumerator<ExecutionEvent> events, ExecutionRequest request)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (RejectedException rejected)
        {
            metrics.Rejected(rejected.Kind);
            security.PathsRefused(request.Caller.Id, rejected.Errors);
            throw;
        }
    }
}
