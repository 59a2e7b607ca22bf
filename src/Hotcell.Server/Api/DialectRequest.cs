using System.Runtime.CompilerServices;
using Hotcell.Engine.Executions;
using Hotcell.Engine.Judging;

namespace Hotcell.Server.Api;

/// <summary>What a dialect made of a request body.</summary>
/// <param name="Request">Fields that could not be read are left out of it.</param>
/// <param name="Errors">The fields that could not be read, by their names in the dialect.</param>
/// <param name="Rename">From a field's name in the engine to its name in the dialect.</param>
internal sealed record DialectRequest(ExecutionRequest Request, IReadOnlyList<FieldError> Errors, Func<string, string> Rename)
{
    /// <summary>Milliseconds of one unit of the dialect's wall time.</summary>
    public double WallTimeUnit { get; init; } = 1;

    /// <summary>Runs it to the end.</summary>
    /// <exception cref="RejectedException">Nothing ran. Names the errors of the dialect and of the engine together.</exception>
    /// <exception cref="Problems.ProblemException">The fault is ours.</exception>
    public async Task<ExecutionResult> RunAsync(IExecutionService executions, CancellationToken cancellation)
    {
        await foreach (var step in StreamAsync(executions, cancellation))
        {
            if (step is ExecutionEvent.Finished finished)
            {
                return finished.Result;
            }
        }

        throw new InvalidOperationException("An execution ended without a result or a fault.");
    }

    /// <summary>Runs it and tells what happens; the last event is <see cref="ExecutionEvent.Finished"/>.</summary>
    /// <exception cref="RejectedException">As <see cref="RunAsync"/>, before the first event.</exception>
    /// <exception cref="Problems.ProblemException">The fault is ours.</exception>
    public async IAsyncEnumerable<ExecutionEvent> StreamAsync(IExecutionService executions, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (Errors.Count > 0)
        {
            throw Invalid(executions.Validate(Request));
        }

        await using var events = executions.RunAsync(Request, cancellation).GetAsyncEnumerator(cancellation);
        while (await MoveNextAsync(events))
        {
            yield return events.Current is ExecutionEvent.Faulted faulted
                ? throw new Problems.ProblemException(Problems.ProblemDetails.Of(faulted.Fault))
                : events.Current;
        }
    }

    private async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<ExecutionEvent> events)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (RejectedException rejection) when (rejection.Kind == RejectionKind.Invalid)
        {
            throw Invalid(rejection.Errors);
        }
    }

    /// <summary>The same program with tests instead of its input.</summary>
    public DialectRequest WithTests(IReadOnlyList<TestCase> tests) => this with { Request = Request with { Stdin = default, Tests = tests } };

    private RejectedException Invalid(IReadOnlyList<FieldError> engineErrors)
    {
        // A field that could not be read is missing for the engine: what it says about that one is a consequence, not another mistake.
        var renamed = engineErrors.Select(InOwnWords);
        var others = renamed.Where(error => !Errors.Any(own => Covers(own.Field, error.Field)));
        List<FieldError> all = [.. Errors, .. others];
        return new RejectedException(RejectionKind.Invalid, all.Count == 1 ? "One field is wrong." : $"{all.Count} fields are wrong.", all);
    }

    private FieldError InOwnWords(FieldError error) => error is { Field: "limits.wall_time_ms", Range: { } range }
        ? FieldError.Of(Rename(error.Field), range.In(WallTimeUnit))
        : error with { Field = Rename(error.Field) };

    private static bool Covers(string own, string other) =>
        other.StartsWith(own, StringComparison.Ordinal) && (other.Length == own.Length || other[own.Length] is '.' or '[');
}
