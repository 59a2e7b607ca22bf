using System.Runtime.CompilerServices;

namespace Hotcell.Engine.Executions;

/// <summary>
/// What a program that talks with somebody writes, on its way to its follower. Nothing is kept of it, and no more than a window is held: while the follower
/// does not take, the cell is not read, its init does not read the program's pipes, and the program waits as it would for a slow terminal.
/// </summary>
/// <param name="window">In bytes; what the cell has sent already comes on top, at most one frame.</param>
/// <param name="appended">Called for whatever comes.</param>
internal sealed class OutputPipe(int window, Action appended) : IStageOutput
{
    /// <summary>What a stretch costs beside its bytes: a program may change streams with every byte.</summary>
    private const int Overhead = 64;

    /// <summary>The follower gets no more at once, so that neighbours in a fast stream come together and a slow client is not sent much in one piece.</summary>
    private const int LargestPiece = 16 * 1024;

    private readonly Lock _gate = new();
    private readonly Queue<(OutputStream Stream, ReadOnlyMemory<byte> Bytes)> _stretches = new();
    private TaskCompletionSource? _follower;
    private TaskCompletionSource? _room;
    private int _held;
    private bool _released;
    private bool _complete;

    public void Append(OutputStream stream, ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            for (; bytes.Length > 0; bytes = bytes[Math.Min(bytes.Length, LargestPiece)..])
            {
                var piece = bytes[..Math.Min(bytes.Length, LargestPiece)].ToArray();
                _stretches.Enqueue((stream, piece));
                _held += piece.Length + Overhead;
            }

            Wake(ref _follower);
        }

        appended();
    }

    public ValueTask RoomAsync()
    {
        lock (_gate)
        {
            if (_released || _held <= window)
            {
                return ValueTask.CompletedTask;
            }

            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return new ValueTask(_room.Task);
        }
    }

    public void Release()
    {
        lock (_gate)
        {
            _released = true;
            Wake(ref _room);
        }
    }

    public void Complete()
    {
        lock (_gate)
        {
            _complete = true;
            Wake(ref _follower);
        }
    }

    public async IAsyncEnumerable<(OutputStream Stream, ReadOnlyMemory<byte> Bytes)> FollowAsync(
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        while (true)
        {
            var (next, more) = Take();
            if (next is { } taken)
            {
                yield return taken;
            }
            else if (more is not null)
            {
                await more.WaitAsync(cancellation);
            }
            else
            {
                yield break;
            }
        }
    }

    /// <summary>Nothing: it has been told.</summary>
    public StageOutput Collect() => StageOutput.None;

    /// <summary>The first stretches of one stream as one piece; else what to wait for; else nothing, at the end.</summary>
    private ((OutputStream Stream, ReadOnlyMemory<byte> Bytes)? Next, Task? More) Take()
    {
        lock (_gate)
        {
            if (!_stretches.TryDequeue(out var first))
            {
                _follower = _complete ? null : new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                return (null, _follower?.Task);
            }

            var (stream, bytes) = first;
            _held -= bytes.Length + Overhead;
            if (_stretches.TryPeek(out var next) && Follows(next, stream, bytes.Length))
            {
                var piece = new List<byte>(LargestPiece);
                piece.AddRange(bytes.Span);
                while (_stretches.TryPeek(out next) && Follows(next, stream, piece.Count))
                {
                    piece.AddRange(next.Bytes.Span);
                    _held -= next.Bytes.Length + Overhead;
                    _stretches.Dequeue();
                }

                bytes = piece.ToArray();
            }

            if (_held <= window / 2)
            {
                Wake(ref _room);
            }

            return ((stream, bytes), null);
        }
    }

    private static bool Follows((OutputStream Stream, ReadOnlyMemory<byte> Bytes) next, OutputStream stream, int before) =>
        next.Stream == stream && before + next.Bytes.Length <= LargestPiece;

    private static void Wake(ref TaskCompletionSource? waiting)
    {
        waiting?.TrySetResult();
        waiting = null;
    }
}
