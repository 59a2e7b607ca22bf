using Hotcell.Engine.Documents;
using Hotcell.Engine.Executions;
using Hotcell.Server.Api.Problems;
using Hotcell.Server.SocketIo;

namespace Hotcell.Server.Api.Live;

/// <summary>One interactive execution, told to the socket that owns it. A socket that does not take what it is told slows the program.</summary>
internal sealed class LiveExecution(string id, ClientSocket socket, Interaction interaction)
{
    private readonly OutputTexts _texts = new();

    /// <summary>What is still to be told when the program is over.</summary>
    private readonly Queue<ExecutionEvent> _left = new();
    private Task _telling = Task.CompletedTask;

    public Interaction Interaction => interaction;

    /// <summary>
    /// Runs it to its end and tells of it. Once the program is over nothing waits for the client, who would keep its place and its request by taking nothing: what is left, which
    /// is bounded, is for <see cref="EndAsync"/>.
    /// </summary>
    /// <param name="gone">Nobody is there any more: ends the program.</param>
    /// <returns>Null when it has not failed.</returns>
    public async Task<LiveFailure?> RunAsync(DialectRequest request, IExecutionService executions, CancellationToken gone)
    {
        var begun = false;
        var over = new TaskCompletionSource();
        await using var ends = interaction.Over.Register(() => over.TrySetResult());
        try
        {
            await foreach (var happened in request.StreamAsync(executions, gone))
            {
                begun = true;
                if (_left.Count > 0 || !_telling.IsCompleted)
                {
                    _left.Enqueue(happened);
                    continue;
                }

                _telling = TellAsync(happened, gone).AsTask();
                await Task.WhenAny(_telling, over.Task);
            }
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            // Nobody is there to be told.
        }
        catch (RejectedException rejected)
        {
            return new LiveFailure(ProblemDetails.Of(rejected), begun);
        }
        catch (ProblemException fault)
        {
            return new LiveFailure(fault.Problem, begun);
        }

        return null;
    }

    /// <summary>Tells what is left of it, and how it has failed, if it has.</summary>
    public async Task EndAsync(LiveFailure? failure, CancellationToken gone)
    {
        try
        {
            await _telling;
            while (_left.TryDequeue(out var happened))
            {
                await TellAsync(happened, gone);
            }
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            return;
        }

        if (failure is not null)
        {
            await FailAsync(failure);
        }
    }

    private async Task FailAsync(LiveFailure failure)
    {
        await socket.EmitAsync("error", LiveJson.Of(ErrorDocument.Of(failure.Problem, id), LiveJson.Styled.ErrorDocument));
        if (failure.Begun)
        {
            var complete = CompleteDocument.Without(id, ExecutionStatus.Error, ShellExitCode.Fault);
            await socket.EmitAsync("execution-complete", LiveJson.Of(complete, LiveJson.Styled.CompleteDocument));
        }
    }

    private async ValueTask TellAsync(ExecutionEvent happened, CancellationToken gone)
    {
        switch (happened)
        {
            case ExecutionEvent.Queued:
                await socket.EmitAsync("execution-start", LiveJson.Of(new StartDocument(id, null), LiveJson.Styled.StartDocument), cancellation: gone);
                break;
            case ExecutionEvent.Output output:
                foreach (var document in LiveOutputs.Of(id, null, output, _texts))
                {
                    await socket.EmitAsync("output", LiveJson.Of(document, LiveJson.Styled.LiveOutputDocument), cancellation: gone);
                }

                break;
            case ExecutionEvent.Finished finished:
                foreach (var document in LiveOutputs.Rests(id, null, _texts))
                {
                    await socket.EmitAsync("output", LiveJson.Of(document, LiveJson.Styled.LiveOutputDocument), cancellation: gone);
                }

                await socket.EmitAsync("execution-complete", LiveJson.Of(CompleteDocument.Of(id, finished.Result), LiveJson.Styled.CompleteDocument), cancellation: gone);
                break;
        }
    }
}

/// <summary>Why an execution was refused, or has no result.</summary>
/// <param name="Begun">Whether the client was told that it begins, and waits to be told that it is over.</param>
internal sealed record LiveFailure(ProblemDetails Problem, bool Begun);
