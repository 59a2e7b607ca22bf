using System.Runtime.CompilerServices;

namespace Hotcell.Engine.Executions;

/// <summary>
/// Everything that one stage wrote, in the order of arrival. The cell's reader appends and never waits; one follower may read along as slowly
/// as its client does, without holding up the program. Many small writes cost a few bytes each, and the total is bounded by the output limit.
/// </summary>
internal sealed class OutputLog : IStageOutput
{
    private readonly Lock _gate = new();
    private readonly StageOutput _output = new();
    private bool _complete;
    private TaskCompletionSource? _follower;

    public void Append(OutputStream stream, ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            _output.Append(stream, bytes);
            WakeFollower();
        }
    }

    /// <summary>At once: the output limit bounds what comes.</summary>
    public ValueTask RoomAsync() => ValueTask.CompletedTask;

    public void Release()
    {
    }

    public void Complete()
    {
        lock (_gate)
        {
            _complete = true;
            WakeFollower();
        }
    }

    /// <summary>What there is and what comes, until <see cref="Complete"/>. For one follower, or for many when it is complete.</summary>
    public async IAsyncEnumerable<(OutputStream Stream, ReadOnlyMemory<byte> Bytes)> FollowAsync(
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var place = default(StageOutput.Place);
        while (true)
        {
            var (stream, bytes, more) = Next(ref place);
            if (bytes.Length > 0)
            {
                yield return (stream, bytes);
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

    public StageOutput Collect() => _output;

    /// <summary>The bytes of one stream at a place, as many as there are in one piece; else what to wait for; else nothing, at the end.</summary>
    private (OutputStream Stream, ReadOnlyMemory<byte> Bytes, Task? More) Next(ref StageOutput.Place place)
    {
        lock (_gate)
        {
            var (stream, bytes) = _output.Next(ref place);
            if (bytes.IsEmpty && !_complete)
            {
                _follower = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                return (default, default, _follower.Task);
            }

            return (stream, bytes, null);
        }
    }

    private void WakeFollower()
    {
        _follower?.TrySetResult();
        _follower = null;
    }
}
