namespace Hotcell.Engine.Executions;

/// <summary>
/// The contract in the middle: every dialect turns its request into an <see cref="ExecutionRequest"/> and the events into its answer, and does
/// nothing else. Limits, defaults, validation and queueing live behind this interface.
/// </summary>
public interface IExecutionService
{
    /// <summary>
    /// Runs one execution. Events come in order and end with exactly one <see cref="ExecutionEvent.Finished"/> or
    /// <see cref="ExecutionEvent.Faulted"/>. Cancelling <paramref name="cancellation"/> kills the program at once.
    /// </summary>
    /// <exception cref="RejectedException">Nothing ran: thrown before the first event.</exception>
    IAsyncEnumerable<ExecutionEvent> RunAsync(ExecutionRequest request, CancellationToken cancellation = default);

    /// <summary>
    /// What <see cref="RunAsync"/> would reject <paramref name="request"/> for, without running it; empty when it is valid. For a dialect that
    /// found fields it cannot read and still names every other mistake in the same answer.
    /// </summary>
    IReadOnlyList<FieldError> Validate(ExecutionRequest request);
}
