using Hotcell.Engine.Documents;
using Hotcell.Engine.Executions;
using Hotcell.Server.SocketIo;

namespace Hotcell.Server.Api.Live;

/// <summary>
/// What a socket sees of the rooms that it listens to. Theory of operation: for one that is too slow nothing is kept but the ends of executions whose beginnings it was told,
/// without what makes them large; output that finds no room is not even made a text of, and is missed. While ends wait no other execution begins for it, so that there
/// are never more of them than executions at one time.
/// </summary>
internal sealed class LiveRoomView(ClientSocket socket) : IRoomMember
{
    /// <summary>Of an explanation, in bytes.</summary>
    private const int LargestError = 16 * 1024;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _rooms = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Seen> _executions = new(StringComparer.Ordinal);
    private readonly Queue<CompleteDocument> _ends = new();

    /// <summary>Executions whose end is still to come.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _executions.Count;
            }
        }
    }

    public void Enter(string room)
    {
        lock (_gate)
        {
            _rooms.Add(room);
        }
    }

    public void Leave(string room)
    {
        lock (_gate)
        {
            _rooms.Remove(room);
            foreach (var (id, _) in _executions.Where(one => one.Value.Room == room).ToList())
            {
                _executions.Remove(id);
            }
        }
    }

    public void See(string room, string executionId, ExecutionEvent? happened)
    {
        lock (_gate)
        {
            if (happened is ExecutionEvent.Queued)
            {
                if (_rooms.Contains(room) && _ends.Count == 0 && socket.TryEmit("execution-start", LiveJson.Of(new StartDocument(executionId, room), LiveJson.Styled.StartDocument)))
                {
                    _executions[executionId] = new Seen(room);
                }
            }
            else if (_executions.TryGetValue(executionId, out var seen))
            {
                Tell(executionId, happened, seen);
            }
        }
    }

    private void Tell(string id, ExecutionEvent? happened, Seen seen)
    {
        switch (happened)
        {
            case ExecutionEvent.Output output:
                Output(id, output, seen);
                break;

            // Tests tell nothing while they run. The first stands for the program, as it does in the answer.
            case ExecutionEvent.TestFinished { Index: 0, Result.Run: { } run }:
                foreach (var output in ExecutionEvent.Output.AllOf(Stage.Run, run))
                {
                    Output(id, output, seen);
                }

                break;
            case ExecutionEvent.Finished finished:
                seen.Skipped |= !LiveOutputs.Rests(id, seen.Room, seen.Texts).All(TryEmit);
                Complete(CompleteDocument.Of(id, finished.Result), seen);
                break;
            case ExecutionEvent.Faulted:
                Complete(CompleteDocument.Without(id, ExecutionStatus.Error, ShellExitCode.Fault), seen);
                break;
            case null:
                Complete(CompleteDocument.Without(id, ExecutionStatus.Cancelled, ShellExitCode.Cancelled), seen);
                break;
        }
    }

    private void Output(string id, ExecutionEvent.Output output, Seen seen)
    {
        foreach (var piece in LiveOutputs.PiecesOf(output))
        {
            if (!socket.HasRoom(piece.Bytes.Length) || !LiveOutputs.Of(id, seen.Room, piece, seen.Texts).All(TryEmit))
            {
                seen.Skip();
                return;
            }
        }
    }

    private bool TryEmit(LiveOutputDocument document) => socket.TryEmit("output", LiveJson.Of(document, LiveJson.Styled.LiveOutputDocument));

    /// <summary>Of the end it is told even when it is slow.</summary>
    private void Complete(CompleteDocument document, Seen seen)
    {
        _executions.Remove(document.ExecutionId);
        document = document with { RoomId = seen.Room, Skipped = seen.Skipped ? true : null, Error = document.Error?.First(LargestError) };
        if (_ends.Count > 0 || !socket.TryEmit("execution-complete", LiveJson.Of(document, LiveJson.Styled.CompleteDocument)))
        {
            _ends.Enqueue(document with { Skipped = true, Error = null });
            if (_ends.Count == 1)
            {
                _ = TellEndsAsync();
            }
        }
    }

    private async Task TellEndsAsync()
    {
        await Task.Yield();
        for (var end = NextEnd(isTold: false); end is not null; end = NextEnd(isTold: true))
        {
            await socket.EmitAsync("execution-complete", LiveJson.Of(end, LiveJson.Styled.CompleteDocument));
        }
    }

    /// <summary>The first of the ends that wait; null when none does, and the next to come has to be told by somebody else.</summary>
    /// <param name="isTold">The one before has been told.</param>
    private CompleteDocument? NextEnd(bool isTold)
    {
        lock (_gate)
        {
            if (isTold)
            {
                _ends.Dequeue();
            }

            return _ends.TryPeek(out var end) ? end : null;
        }
    }

    /// <summary>One execution.</summary>
    private sealed class Seen(string room)
    {
        public string Room => room;

        public OutputTexts Texts { get; private set; } = new();

        public bool Skipped { get; set; }

        /// <summary>What comes next does not follow on what was there.</summary>
        public void Skip() => (Skipped, Texts) = (true, new OutputTexts());
    }
}
