using Hotcell.Engine.Documents;
using Hotcell.Engine.Executions;
using Hotcell.Server.Api.Problems;
using Hotcell.Server.SocketIo;

namespace Hotcell.Server.Api.Live;

/// <summary>One interactive execution, told to the socket that owns it. A socket that does not take what it is told slows the program.</summary>
internal sealed class LiveExecution(string id, ClientSocket socket, Interaction interaction)
{
    private readonly OutputTexts _texts = new();

    public Interaction Interaction => interaction;

    /// <summary>Runs it to its end and tells all of it.</summary>
    /// <param name="gone">Nobody is there any more: ends the program.</param>
    public async Task RunAsync(DialectRequest request, IExecutionService executions, CancellationToken gone)
    {
        var begun = false;
        try
        {
            await foreach (var happened in request.StreamAsync(executions, gone))
            {
                begun = true;
                await TellAsync(happened, gone);
            }
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            // Nobody is there to be told.
        }
        catch (RejectedException rejected)
        {
            await FailAsync(ProblemDetails.Of(rejected), begun);
        }
        catch (ProblemException fault)
        {
            await FailAsync(fault.Problem, begun);
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

    /// <param name="begun">Whether the client was told that it begins, and waits to be told that it is over.</param>
    private async Task FailAsync(ProblemDetails problem, bool begun)
    {
        await socket.EmitAsync("error", LiveJson.Of(ErrorDocument.Of(problem, id), LiveJson.Styled.ErrorDocument));
        if (begun)
        {
            var complete = CompleteDocument.Without(id, ExecutionStatus.Error, ShellExitCode.Fault);
            await socket.EmitAsync("execution-complete", LiveJson.Of(complete, LiveJson.Styled.CompleteDocument));
        }
    }
}
