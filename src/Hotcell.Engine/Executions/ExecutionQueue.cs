namespace Hotcell.Engine.Executions;

/// <summary>
/// Lets a bounded number of executions run, makes a bounded number wait, and refuses the rest at once. A place is held from
/// <see cref="EnterAsync"/> until it is disposed.
/// <para>
/// Theory of operation: every caller has a line of its own, first come first served. A free place goes to the caller who has the fewest running, and
/// among equals to whom it is longest since: so one who waits with a thousand requests does not delay another's single one, which gets the next place.
/// Nor does he keep others out: a line may grow while it is shorter than seven times the room that is left (dynamic thresholds, as switches have
/// them), so one caller fills seven eighths of the room, and the next seven eighths of the rest.
/// </para>
/// </summary>
/// <param name="refusal">What those are told for whom there is no room.</param>
internal sealed class ExecutionQueue(int maxRunning, int maxQueued, ByteSize maxQueuedBytes, TimeProvider time, string refusal = "Too many executions are waiting.")
{
    private const int RoomFactor = 7;
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Line> _lines = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _waitingBytes;
    private int _waiting;
    private int _running;
    private long _turns;
    private bool _closed;

    /// <summary>A moving average of how long places were held.</summary>
    private TimeSpan _usualTime = TimeSpan.FromSeconds(1);

    public (int Running, int Queued, bool Closed) Now
    {
        get
        {
            lock (_gate)
            {
                return (_running, _waiting, _closed);
            }
        }
    }

    /// <summary>A place, now or when it is this one's turn.</summary>
    /// <param name="bytes">What the request keeps in memory while it waits.</param>
    /// <exception cref="RejectedException">Thrown at once, not through the task: busy, or shutting down.</exception>
    public Task<IDisposable> EnterAsync(Caller caller, long bytes, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_closed)
            {
                throw new RejectedException(RejectionKind.Unavailable, "The server is shutting down.");
            }

            var line = _lines.GetValueOrDefault(caller.Id) ?? new Line(caller.Id);
            line.MostRunning = caller.Concurrency ?? int.MaxValue;
            if (_running < maxRunning && line.MayRun && line.Waiting.Count == 0)
            {
                return Task.FromResult<IDisposable>(Admit(line));
            }

            var (room, roomBytes) = (maxQueued - _waiting, maxQueuedBytes.Bytes - _waitingBytes);
            if (room == 0 || bytes > roomBytes || line.Waiting.Count >= RoomFactor * room || line.Bytes > RoomFactor * roomBytes)
            {
                throw new RejectedException(RejectionKind.Busy, refusal, retryAfter: RetryAfter(line));
            }

            return WaitAsync(Add(line, bytes), cancellation);
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
                Forget(node.Value.Line);
            }
        }
    }

    private void Leave(Line line, TimeSpan held)
    {
        lock (_gate)
        {
            _usualTime += (held - _usualTime) / 8;
            _running--;
            line.Running--;
            while (_running < maxRunning && Next() is { } next)
            {
                var node = next.Waiting.First!;
                Remove(node);
                node.Value.Turn.SetResult(Admit(next));
            }

            Forget(line);
        }
    }

    /// <summary>Whose turn it is; null when nobody waits who may run.</summary>
    private Line? Next()
    {
        Line? next = null;
        foreach (var line in _lines.Values)
        {
            if (line.Waiting.Count > 0 && line.MayRun && (next is null || (line.Running, line.LastTurn).CompareTo((next.Running, next.LastTurn)) < 0))
            {
                next = line;
            }
        }

        return next;
    }

    private Place Admit(Line line)
    {
        _lines[line.Id] = line;
        _running++;
        line.Running++;
        line.LastTurn = ++_turns;
        return new Place(this, line);
    }

    private LinkedListNode<Waiter> Add(Line line, long bytes)
    {
        _lines[line.Id] = line;
        _waiting++;
        _waitingBytes += bytes;
        line.Bytes += bytes;
        return line.Waiting.AddLast(new Waiter(line, bytes));
    }

    private void Remove(LinkedListNode<Waiter> node)
    {
        var (line, bytes) = node.Value;
        line.Waiting.Remove(node);
        line.Bytes -= bytes;
        _waitingBytes -= bytes;
        _waiting--;
    }

    private void Forget(Line line)
    {
        if (line is { Running: 0, Waiting.Count: 0 })
        {
            _lines.Remove(line.Id);
        }

        CompleteWhenEmpty();
    }

    private void CompleteWhenEmpty()
    {
        if (_closed && _running == 0 && _waiting == 0)
        {
            _empty.TrySetResult();
        }
    }

    /// <summary>When half of those who wait now, or of the line itself if that takes longer, should have had their turn, in whole seconds.</summary>
    private TimeSpan RetryAfter(Line line)
    {
        var turns = Math.Max((_waiting + 1.0) / maxRunning, (line.Waiting.Count + 1.0) / line.MostRunning);
        return TimeSpan.FromSeconds(Math.Clamp(Math.Ceiling(_usualTime.TotalSeconds * turns / 2), 1, LongestRetry.TotalSeconds));
    }

    /// <summary>One caller's.</summary>
    private sealed class Line(string id)
    {
        public string Id => id;

        public LinkedList<Waiter> Waiting { get; } = [];

        /// <summary>Of those who wait.</summary>
        public long Bytes { get; set; }

        public int Running { get; set; }

        public int MostRunning { get; set; }

        /// <summary>Number of the turn that it had last.</summary>
        public long LastTurn { get; set; }

        public bool MayRun => Running < MostRunning;
    }

    private sealed record Waiter(Line Line, long Bytes)
    {
        public TaskCompletionSource<IDisposable> Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Place(ExecutionQueue queue, Line line) : IDisposable
    {
        private readonly long _since = queue.Time.GetTimestamp();
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                queue.Leave(line, queue.Time.GetElapsedTime(_since));
            }
        }
    }

    private TimeProvider Time => time;
}
