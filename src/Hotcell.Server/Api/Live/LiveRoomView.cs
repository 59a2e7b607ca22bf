using Hotcell.Engine.Executions;
using Hotcell.Engine.Documents;
using Hotcell.Server.SocketIo;

namespace Hotcell.Server.Api.Live;

/// <summary>What a socket sees of the rooms that it listens to. A socket that is too slow misses output, and is told so at the end of that execution.</summary>
internal sealed class LiveRoomView(ClientSocket socket) : IRoomMember
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Seen> _executions = new(StringComparer.Ordinal);

    public void See(string room, string executionId, ExecutionEvent? happened)
    {
        lock (_gate)
        {
            if (happened is ExecutionEvent.Queued)
            {
                _executions[executionId] = new Seen();
                socket.TryEmit("execution-start", LiveJson.Of(new StartDocument(executionId, room), LiveJson.Styled.StartDocument));
            }
            else if (_executions.TryGetValue(executionId, out var seen))
            {
                Tell(room, executionId, happened, seen);
            }
        }
    }

    private void Tell(string room, string id, ExecutionEvent? happened, Seen seen)
    {
        switch (happened)
        {
            case ExecutionEvent.Output output:
                Output(LiveOutputs.Of(id, room, output, seen.Texts), seen);
                break;
            case ExecutionEvent.Finished finished:
                Output(LiveOutputs.Rests(id, room, seen.Texts), seen);
                Complete(room, CompleteDocument.Of(id, finished.Result), seen);
                break;
            case ExecutionEvent.Faulted:
                Complete(room, CompleteDocument.Without(id, ExecutionStatus.Error, ShellExitCode.Fault), seen);
                break;
            case null:
                Complete(room, CompleteDocument.Without(id, ExecutionStatus.Cancelled, ShellExitCode.Cancelled), seen);
                break;
        }
    }

    private void Output(IEnumerable<LiveOutputDocument> documents, Seen seen)
    {
        foreach (var document in documents)
        {
            seen.Skipped |= !socket.TryEmit("output", LiveJson.Of(document, LiveJson.Styled.LiveOutputDocument));
        }
    }

    /// <summary>Of the end it is told even when it is slow.</summary>
    private void Complete(string room, CompleteDocument document, Seen seen)
    {
        _executions.Remove(document.ExecutionId);
        _ = socket.EmitAsync("execution-complete", LiveJson.Of(document with { RoomId = room, Skipped = seen.Skipped ? true : null }, LiveJson.Styled.CompleteDocument)).AsTask();
    }

    /// <summary>One execution.</summary>
    private sealed class Seen
    {
        public OutputTexts Texts { get; } = new();

        public bool Skipped { get; set; }
    }
}
