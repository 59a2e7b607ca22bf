using Hotcell.Engine.Executions;
using Hotcell.Server.Telemetry;

namespace Hotcell.Server.Auth;

/// <summary>The engine as one request sees it: what it runs is its caller's. One per request, so no dialect has to think of it.</summary>
internal sealed class CallerExecutions(ObservedExecutions executions) : IExecutionService
{
    /// <summary>Null until the gate has let the request in; until then nothing runs.</summary>
    public Caller? Caller { get; set; }

    /// <summary>Who shares rooms: the holders of one key, or all without any.</summary>
    public string Circle { get; set; } = "";

    /// <summary>Of <see cref="Caller"/>.</summary>
    public string CallerId => LetIn.Id;

    public IAsyncEnumerable<ExecutionEvent> RunAsync(ExecutionRequest request, CancellationToken cancellation = default) =>
        executions.RunAsync(Own(request), cancellation);

    public IReadOnlyList<FieldError> Validate(ExecutionRequest request) => executions.Validate(Own(request));

    private Caller LetIn => Caller ?? throw new InvalidOperationException("A request that nobody has let in wants to run a program.");

    private ExecutionRequest Own(ExecutionRequest request) => request with { Caller = LetIn };
}
