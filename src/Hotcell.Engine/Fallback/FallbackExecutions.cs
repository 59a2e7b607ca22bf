using System.Runtime.CompilerServices;
using Hotcell.Engine.Executions;
using Microsoft.Extensions.Logging;

namespace Hotcell.Engine.Fallback;

/// <summary>
/// Executions that go elsewhere when they cannot run here. Theory of operation: every request is tried here first. What nothing can be done about here (no warden, a language
/// whose toolchain is not installed, a cell that cannot be made) goes to the fallback, as long as nobody has been told anything of the program. What is wrong with a request, a full
/// queue, a server that is shutting down, and whatever becomes of a program that has begun, do not: a full queue is what the operator chose, and a program that
/// failed here has failed. Where the fallback cannot do it either, the caller is told so: 503, or what was said here in the first place.
/// </summary>
/// <param name="isClosing">Whether executions are refused because the engine is shutting down.</param>
internal sealed partial class FallbackExecutions(IExecutionService local, Judge0Runner fallback, Func<bool> isClosing, ILogger log) : IExecutionService
{
    private static readonly TimeSpan s_retryAfter = TimeSpan.FromSeconds(5);

    public IReadOnlyList<FieldError> Validate(ExecutionRequest request) => [.. local.Validate(request).Where(error => !error.IsNotInstalled)];

    public async IAsyncEnumerable<ExecutionEvent> RunAsync(ExecutionRequest request, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        // Who talks to a program that has not begun here would talk to nobody there.
        if (request.Interaction is not null)
        {
            await foreach (var happened in local.RunAsync(request, cancellation))
            {
                yield return happened;
            }

            yield break;
        }

        var told = new HashSet<Type>();
        SystemFault? fault = null;
        RejectedException? rejected = null;
        await using (var events = local.RunAsync(request, cancellation).GetAsyncEnumerator(cancellation))
        {
            while (true)
            {
                (var more, rejected) = await NextAsync(events);
                if (rejected is not null)
                {
                    break;
                }

                if (!more)
                {
                    yield break;
                }

                if (events.Current is ExecutionEvent.Faulted { Fault: var ours } && !told.Overlaps(s_ofTheProgram) && !isClosing())
                {
                    fault = ours;
                    break;
                }

                told.Add(events.Current.GetType());
                yield return events.Current;
            }
        }

        var (result, failure) = await TryAsync(request, rejected?.Message ?? fault!.Message, mayReject: fault is null, cancellation);
        if (result is null)
        {
            yield return fault is not null ? new ExecutionEvent.Faulted(fault) : throw Rejection(rejected!, failure!);
            yield break;
        }

        foreach (var happened in EventsOf(result).Where(happened => happened is not (ExecutionEvent.Queued or ExecutionEvent.Compiling or ExecutionEvent.Started) || !told.Contains(happened.GetType())))
        {
            yield return happened;
        }
    }

    /// <summary>After one of these nothing goes elsewhere.</summary>
    private static readonly HashSet<Type> s_ofTheProgram =
        [typeof(ExecutionEvent.Output), typeof(ExecutionEvent.Compiled), typeof(ExecutionEvent.TestFinished)];

    /// <summary>The next event, or a rejection that the fallback can do something about.</summary>
    private async ValueTask<(bool More, RejectedException? Rejected)> NextAsync(IAsyncEnumerator<ExecutionEvent> events)
    {
        try
        {
            return (await events.MoveNextAsync(), null);
        }
        catch (RejectedException rejected) when (rejected.Kind == RejectionKind.Unavailable && !isClosing())
        {
            return (false, rejected);
        }
        catch (RejectedException rejected) when (rejected.Errors.Any(error => error.IsNotInstalled))
        {
            // With other mistakes it would not run anywhere, and the toolchain is none of them.
            return rejected.Errors.Count == 1
                ? (false, rejected)
                : throw new RejectedException(rejected.Kind, rejected.Message, [.. rejected.Errors.Where(error => !error.IsNotInstalled)]);
        }
    }

    private async Task<(ExecutionResult? Result, Judge0Exception? Failure)> TryAsync(ExecutionRequest request, string reason, bool mayReject, CancellationToken cancellation)
    {
        try
        {
            var result = await fallback.RunAsync(request, cancellation);
            LogRan(result.Language, result.Fallback!, reason);
            return (result, null);
        }
        catch (Judge0Exception failure)
        {
            LogFailed(failure.Message, reason);
            return (null, failure);
        }
        catch (RejectedException) when (!mayReject)
        {
            return (null, null);
        }
    }

    private static RejectedException Rejection(RejectedException here, Judge0Exception there)
    {
        if (here.Kind == RejectionKind.Invalid && there.IsFinal)
        {
            return here;
        }

        var reason = here.Kind == RejectionKind.Invalid ? $"The language {here.Errors[0].Message}." : here.Message;
        return new RejectedException(RejectionKind.Unavailable, $"{reason} The fallback ({Judge0Program.Name}) {there.Message}.", retryAfter: here.RetryAfter ?? s_retryAfter);
    }

    /// <summary>What would have been told on the way.</summary>
    private static IEnumerable<ExecutionEvent> EventsOf(ExecutionResult result)
    {
        yield return new ExecutionEvent.Queued();
        if (result.Compile is { } compile)
        {
            yield return new ExecutionEvent.Compiling();
            foreach (var output in ExecutionEvent.Output.AllOf(Stage.Compile, compile))
            {
                yield return output;
            }

            yield return new ExecutionEvent.Compiled(compile);
        }

        if (result.Run is not null || result.Judgement is not null)
        {
            yield return new ExecutionEvent.Started();
        }

        foreach (var output in result.Run is { } run ? ExecutionEvent.Output.AllOf(Stage.Run, run) : [])
        {
            yield return output;
        }

        foreach (var (index, test) in (result.Judgement?.Tests ?? []).Index().Where(test => test.Item.Verdict != Verdict.Skipped))
        {
            yield return new ExecutionEvent.TestFinished(index, test);
        }

        yield return new ExecutionEvent.Finished(result);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Execution ({Language}) by the fallback ({Fallback}): {Reason}")]
    private partial void LogRan(string language, string fallback, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The fallback (judge0) {Failure}. It was asked because: {Reason}")]
    private partial void LogFailed(string failure, string reason);
}
