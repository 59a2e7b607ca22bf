using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Hotcell.Server.SocketIo.EngineIo;

/// <summary>
/// One session of Engine.IO. Theory of operation: a session outlives the requests that carry it. Packets to the client lie in the <see cref="Outbox"/>, and
/// whoever carries the session at the time takes them: the poll that waits (<see cref="Polling"/>), or a <see cref="WebSocketCarrier"/>. It begins with one
/// of the two; from polling it can be upgraded once: while a WebSocket is being probed polls are answered with a noop, and from then on there are none.
/// Packets from the client are handled one after the other, whoever brings them. One timer sends pings and notices that no pong comes. Whatever is
/// wrong ends the session (<see cref="Close"/>), which tells the client why if it can still be told, and touches no other.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Close lets go of the timer; the others hold nothing.")]
internal sealed class EngineSession
{
    private enum Carrier
    {
        Polling,
        Probing,
        WebSocket,
    }

    private readonly EngineIoOptions _options;
    private readonly TimeProvider _time;
    private readonly Action<EngineSession> _forget;
    private readonly IEngineHandler _handler;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _inbound = new(1);
    private readonly CancellationTokenSource _aborted;
    private readonly ITimer _timer;
    private CancellationTokenSource? _poll;
    private Carrier _carrier;
    private bool _posting;
    private bool _awaitsPong;
    private bool _owesPoll;
    private long _deadlineFrom;

    /// <param name="owner">Whose it is when sessions are counted.</param>
    /// <param name="handler">Makes what takes its messages.</param>
    /// <param name="forget">Called when it is over.</param>
    public EngineSession(
        string id, string owner, bool polls, EngineIoOptions options, TimeProvider time, Func<EngineSession, IEngineHandler> handler, Action<EngineSession> forget)
    {
        (Id, Owner, _options, _time, _forget) = (id, owner, options, time, forget);
        _carrier = polls ? Carrier.Polling : Carrier.WebSocket;
        _aborted = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        Outbox = new Outbox(options.OutboxBytes);
        Outbox.SendFirst(new EnginePacket(EnginePacketType.Open, JsonSerializer.SerializeToUtf8Bytes(
            new OpenDocument(id, polls ? ["websocket"] : [], Milliseconds(options.PingInterval), Milliseconds(options.PingTimeout), options.MaxPayload),
            EngineIoJson.Default.OpenDocument)));
        _handler = handler(this);
        _deadlineFrom = time.GetTimestamp();
        _timer = time.CreateTimer(_ => OnTimer(), null, options.PingInterval, Timeout.InfiniteTimeSpan);
    }

    public string Id { get; }

    public string Owner { get; }

    public EngineIoOptions Options => _options;

    public TimeProvider Time => _time;

    public Outbox Outbox { get; }

    /// <summary>Why it has ended; null while it lives.</summary>
    public string? CloseReason { get; private set; }

    /// <summary>Nothing more can be sent: whoever carries it lets go at once.</summary>
    public CancellationToken Aborted => _aborted.Token;

    /// <summary>Hands a packet to whom it is for.</summary>
    /// <exception cref="ProtocolException">It is one that a client does not send now.</exception>
    public async Task ReceiveAsync(EnginePacket packet)
    {
        await _inbound.WaitAsync(CancellationToken.None);
        try
        {
            if (CloseReason is not null)
            {
                return;
            }

            switch (packet.Type)
            {
                case EnginePacketType.Message:
                    await _handler.ReceiveAsync(packet);
                    break;
                case EnginePacketType.Pong:
                    OnPong();
                    break;
                case EnginePacketType.Close:
                    Close("closed by the client", byClient: true);
                    break;
                default:
                    throw new ProtocolException("a packet that a client does not send");
            }
        }
        finally
        {
            _inbound.Release();
        }
    }

    /// <summary>Ends the session. What is in the outbox is still sent, if that goes quickly.</summary>
    public void Close(string reason, bool byClient = false)
    {
        lock (_gate)
        {
            if (CloseReason is not null)
            {
                return;
            }

            CloseReason = reason;
            if (_poll is not null || _carrier == Carrier.Polling)
            {
                // The poll that waits is answered; where none waits, nobody comes to fetch this.
                Outbox.SendFirst(new EnginePacket(byClient ? EnginePacketType.Noop : EnginePacketType.Close));
                _owesPoll = byClient && _poll is null;
            }
        }

        Outbox.Close();
        _aborted.CancelAfter(_options.CloseTimeout);
        if (_owesPoll)
        {
            _timer.Change(_options.CloseTimeout, Timeout.InfiniteTimeSpan);
        }
        else
        {
            Forget();
        }

        _handler.Closed(reason);
    }

    /// <summary>As <see cref="Close"/>, of a client that is not there to be told.</summary>
    public void Abort(string reason)
    {
        Close(reason);
        _ = _aborted.CancelAsync();
    }

    /// <summary>Whether it still lives, at this very moment: a timer may be late.</summary>
    public bool IsAlive()
    {
        if (CloseReason is null && IsOverdue())
        {
            Abort("ping timeout");
        }

        return CloseReason is null;
    }

    /// <summary>Whether a poll may come yet: it lives, or its client has closed it and the poll that it had sent before is still on its way.</summary>
    public bool MayPoll => IsAlive() || _owesPoll;

    /// <summary>Makes a poll the one that waits; null when there is one already, or the session does not poll. It ends when the session is being upgraded.</summary>
    /// <param name="aborted">Of the poll's request.</param>
    public CancellationTokenSource? BeginPoll(CancellationToken aborted)
    {
        lock (_gate)
        {
            return _carrier == Carrier.WebSocket || _poll is not null ? null : _poll = CancellationTokenSource.CreateLinkedTokenSource(aborted, Aborted);
        }
    }

    public void EndPoll()
    {
        lock (_gate)
        {
            _poll?.Dispose();
            _poll = null;
        }

        if (_owesPoll)
        {
            Forget();
        }
    }

    public bool IsProbing => IsCarriedBy(Carrier.Probing);

    public bool IsUpgraded => IsCarriedBy(Carrier.WebSocket);

    /// <summary>Whether this request may bring packets: it is the only one, and the session polls.</summary>
    public bool TryBeginPost()
    {
        lock (_gate)
        {
            return _carrier != Carrier.WebSocket && !_posting && (_posting = true);
        }
    }

    public void EndPost()
    {
        lock (_gate)
        {
            _posting = false;
        }
    }

    /// <summary>Whether a WebSocket may now be probed: the session polls, and no other is.</summary>
    public bool TryBeginProbe()
    {
        lock (_gate)
        {
            if (_carrier != Carrier.Polling || CloseReason is not null)
            {
                return false;
            }

            _carrier = Carrier.Probing;

            // Not here: what waits would go on with the lock held.
            _ = _poll?.CancelAsync();
            return true;
        }
    }

    /// <param name="upgraded">Whether the WebSocket carries the session from now on.</param>
    public void EndProbe(bool upgraded)
    {
        lock (_gate)
        {
            _carrier = upgraded ? Carrier.WebSocket : Carrier.Polling;
        }
    }

    private bool IsCarriedBy(Carrier carrier)
    {
        lock (_gate)
        {
            return _carrier == carrier;
        }
    }

    private bool IsOverdue()
    {
        lock (_gate)
        {
            return _awaitsPong && _time.GetElapsedTime(_deadlineFrom) >= _options.PingInterval + _options.PingTimeout;
        }
    }

    private void Forget()
    {
        _owesPoll = false;
        _timer.Dispose();
        _forget(this);
    }

    private void OnTimer()
    {
        if (_owesPoll)
        {
            Forget();
            return;
        }

        lock (_gate)
        {
            if (!_awaitsPong)
            {
                _awaitsPong = true;
                Outbox.SendFirst(new EnginePacket(EnginePacketType.Ping));
            }

            var left = _options.PingInterval + _options.PingTimeout - _time.GetElapsedTime(_deadlineFrom);
            if (left > TimeSpan.Zero)
            {
                // Rounded up: a timer of whole milliseconds that comes too early would have to come again at once.
                _timer.Change(left + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
                return;
            }
        }

        Abort("ping timeout");
    }

    private void OnPong()
    {
        lock (_gate)
        {
            if (_awaitsPong && CloseReason is null)
            {
                _awaitsPong = false;
                _deadlineFrom = _time.GetTimestamp();
                _timer.Change(_options.PingInterval, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private static int Milliseconds(TimeSpan time) => (int)time.TotalMilliseconds;
}
