namespace Hotcell.Server.SocketIo.EngineIo;

/// <summary>
/// What waits to be sent in one session: bounded in bytes, so that a slow client makes those wait who send to it. Packets that are sent together stay
/// together. One takes, many send. A closed outbox hands out what is in it, and takes nothing more: there is nobody any more to wait for.
/// </summary>
internal sealed class Outbox(int room)
{
    /// <summary>About what is taken at once.</summary>
    private const int Batch = 64 * 1024;

    private readonly Lock _gate = new();
    private readonly Queue<EnginePacket> _first = new();
    private readonly Queue<EnginePacket> _packets = new();
    private TaskCompletionSource _arrival = New();
    private TaskCompletionSource _space = New();
    private int _bytes;
    private bool _closed;

    public bool IsClosed
    {
        get
        {
            lock (_gate)
            {
                return _closed;
            }
        }
    }

    /// <summary>Whether so many bytes would be taken now; none when it is closed.</summary>
    public bool HasRoom(int bytes)
    {
        lock (_gate)
        {
            return !_closed && Fits(bytes);
        }
    }

    /// <summary>Waits until there is room for all of <paramref name="packets"/>, or nothing else is waiting.</summary>
    public async ValueTask SendAsync(IReadOnlyList<EnginePacket> packets, CancellationToken cancellation = default)
    {
        while (!TrySend(packets, out var space))
        {
            await space.WaitAsync(cancellation);
        }
    }

    /// <param name="space">What to wait for, when it is false.</param>
    public bool TrySend(IReadOnlyList<EnginePacket> packets, out Task space)
    {
        var size = packets.Sum(packet => packet.Size);
        lock (_gate)
        {
            space = _space.Task;
            if (_closed)
            {
                return true;
            }

            if (!Fits(size))
            {
                return false;
            }

            _bytes += size;
            foreach (var packet in packets)
            {
                _packets.Enqueue(packet);
            }

            _arrival.TrySetResult();
            return true;
        }
    }

    /// <summary>Sends a packet of the protocol's own, before all others and without waiting. There are never more than a few.</summary>
    public void SendFirst(EnginePacket packet)
    {
        lock (_gate)
        {
            if (!_closed)
            {
                _first.Enqueue(packet);
                _arrival.TrySetResult();
            }
        }
    }

    /// <summary>What there is, at least one packet; none at the end. Nothing is lost when it is cancelled.</summary>
    public async ValueTask<IReadOnlyList<EnginePacket>> TakeAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Task arrival;
            lock (_gate)
            {
                var packets = Take();
                if (packets.Count > 0 || _closed)
                {
                    return packets;
                }

                arrival = _arrival.Task;
            }

            await arrival.WaitAsync(cancellation);
        }
    }

    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            _arrival.TrySetResult();
            _space.TrySetResult();
        }
    }

    private bool Fits(int bytes) => _bytes == 0 || _bytes + bytes <= room;

    private List<EnginePacket> Take()
    {
        var packets = new List<EnginePacket>(_first);
        _first.Clear();
        var taken = 0;
        while (taken < Batch && _packets.TryDequeue(out var packet))
        {
            packets.Add(packet);
            taken += packet.Size;
        }

        _bytes -= taken;
        if (!_closed)
        {
            _arrival = _packets.Count == 0 && _arrival.Task.IsCompleted ? New() : _arrival;
            _space.TrySetResult();
            _space = New();
        }

        return packets;
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
