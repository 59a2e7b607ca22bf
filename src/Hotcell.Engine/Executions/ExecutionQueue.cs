namespace Hotcell.Engine.Executions;

/// <summary>
/// Lets a bounded number of executions run, makes a bounded number wait, first come first served, and refuses the rest at once. A place is
/// held from <see cref="EnterAsync"/> until it is disposed.
/// </summary>
internal sealed class ExecutionQueue(int maxRunning, int maxQueued, ByteSize maxQueuedBytes, TimeProvider time)
{
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly LinkedList<Waiter> _waiting = [];
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _waitingBytes;
    private int _running;
    private bool _closed;

    /// <summary>A moving average of how long places were held.</summary>
    private TimeSpan _usualTime = TimeSpan.FromSeconds(1);

    public (int Running, int Queued, bool Closed) Now
    {
        get
        {
            lock (_gate)
            {
                return (_running, _waiting.Count, _closed);
            }
        }
    }

    /// <summary>A place, now or when it is this one's turn.</summary>
    /// <param name="bytes">What the request keeps in memory while it waits.</param>
    /// <exception cref="RejectedException">Thrown at once, not through the task: busy, or shutting down.</exception>
    public Task<IDisposable> EnterAsync(long bytes, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_closed)
            {
                throw new RejectedException(RejectionKind.Unavailable, "The server is shutting down.");
            }

            if (_running < maxRunning)
            {
                _running++;
                return Task.FromResult<IDisposable>(new Place(this));
            }

            if (_waiting.Count >= maxQueued || _waitingBytes + bytes > maxQueuedBytes.Bytes)
            {
                throw new RejectedException(RejectionKind.Busy, "Too many executions are waiting.", retryAfter: RetryAfter());
            }

            return WaitAsync(_waiting.AddLast(new Waiter(bytes)), cancellation);
        }
    }

    /// <summary>Refuses everybody from now on; completes when all who are in have left.</summary>
    public Task CloseAsync()
    {
        lock (_gate)
        {
            _closed = true;
            CompleteWhenEmpty();
            return _empty.Task;
        }
    }

    private async Task<IDisposable> WaitAsync(LinkedListNode<Waiter> node, CancellationToken cancellation)
    {
        _waitingBytes += node.Value.Bytes;
        await using var giveUp = cancellation.Register(() => GiveUp(node, cancellation));
        return await node.Value.Turn.Task;
    }

    private void GiveUp(LinkedListNode<Waiter> node, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (node.List is not null)
            {
                Remove(node);
                node.Value.Turn.SetCanceled(cancellation);
                CompleteWhenEmpty();
            }
        }
    }

    private void Leave(TimeSpan held)
    {
        lock (_gate)
        {
            _usualTime += (held - _usualTime) / 8;
            if (_waiting.First is { } next)
            {
                Remove(next);
                next.Value.Turn.SetResult(new Place(this));
            }
            else
            {
                _running--;
                CompleteWhenEmpty();
            }
        }
    }

    private void Remove(LinkedListNode<Waiter> node)
    {
        _waiting.Remove(node);
        _waitingBytes -= node.Value.Bytes;
    }

    private void CompleteWhenEmpty()
    {
        if (_closed && _running == 0 && _waiting.Count == 0)
        {
            _empty.TrySetResult();
        }
    }

    /// <summary>When half of those who wait now should have had their turn, in whole seconds.</summary>
    private TimeSpan RetryAfter()
    {
        var seconds = Math.Ceiling(_usualTime.TotalSeconds * (_waiting.Count + 1) / 2 / maxRunning);
        return TimeSpan.FromSeconds(Math.Clamp(seconds, 1, LongestRetry.TotalSeconds));
    }

    private sealed record Waiter(long Bytes)
    {
        public TaskCompletionSource<IDisposable> Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Place(ExecutionQueue queue) : IDisposable
    {
        private readonly long _since = queue.Time.GetTimestamp();
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                queue.Leave(queue.Time.GetElapsedTime(_since));
            }
        }
    }

    private TimeProvider Time => time;
}
