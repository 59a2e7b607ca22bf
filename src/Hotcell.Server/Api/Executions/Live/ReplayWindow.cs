namespace Hotcell.Server.Api.Executions.Live;

/// <summary>
/// What one program has told, on its way to the one connection that reads it at a time. Theory of operation: whoever writes waits while much is unsent, so that
/// a slow reader slows the program. What was sent stays for a while, the last <paramref name="kept"/> bytes of it, since nobody knows how much of it arrived:
/// a connection that comes back begins where the last one stopped receiving, or is told how much of that is gone. A reader that acknowledges what it has taken
/// is sent no more than it acknowledges: one that cannot stop receiving, as a page in a browser, slows the program all the same.
/// </summary>
/// <param name="kept">Of what was sent, in bytes; what was not sent comes on top.</param>
/// <param name="backlog">What may be unsent before the writer has to wait, in bytes.</param>
/// <param name="flight">Bytes of output that a reader which acknowledges may leave unacknowledged; then it is sent no more.</param>
internal sealed class ReplayWindow(int kept, int backlog, int flight)
{
    /// <summary>What a message costs beside its bytes.</summary>
    private const int Overhead = 64;

    private readonly Lock _gate = new();
    private readonly List<LiveMessage> _messages = [];
    private TaskCompletionSource _news = New();
    private TaskCompletionSource? _room;
    private LiveClose? _end;

    /// <summary>Number, among those that are there, of the message that the reader gets next.</summary>
    private int _next;
    private long _offset;
    private int _sent;
    private int _unsent;
    private int _reader;
    private long _acknowledged;

    /// <summary>Bytes that were sent and are not acknowledged, with what they cost.</summary>
    private int _flying;
    private bool _paced;
    private bool _released;

    /// <summary>Bytes that are held, with what they cost.</summary>
    public int Held
    {
        get
        {
            lock (_gate)
            {
                return _sent + _unsent;
            }
        }
    }

    public void AddText(ReadOnlyMemory<byte> json) => Add(json, 0);

    /// <param name="channel">First byte of the message.</param>
    public void AddOutput(byte channel, ReadOnlySpan<byte> bytes) => Add((byte[])[channel, .. bytes], bytes.Length);

    /// <summary>Nothing more comes.</summary>
    public void Complete(LiveClose end)
    {
        lock (_gate)
        {
            _end = end;
            Tell();
        }
    }

    /// <summary>Completes when more may be added.</summary>
    public async ValueTask RoomAsync()
    {
        while (true)
        {
            Task room;
            lock (_gate)
            {
                if (_released || _unsent <= backlog)
                {
                    return;
                }

                room = (_room ??= New()).Task;
            }

            await room;
        }
    }

    /// <summary>From now on nothing waits, neither for room nor for acknowledgements: the program has ended or is being ended, and what is left of it is bounded.</summary>
    public void Release()
    {
        lock (_gate)
        {
            _released = true;
            WakeWriter();
            Tell();
        }
    }

    /// <summary>A new reader, in the place of the last.</summary>
    /// <param name="since">Bytes of output that it has.</param>
    /// <returns>Its number; and how much output lies before what it gets. Null: there has not been so much.</returns>
    public (int Reader, long Offset)? Attach(long since)
    {
        lock (_gate)
        {
            if (since > _offset)
            {
                return null;
            }

            // A text frame that lies just there may have arrived, or not: it comes again.
            var next = _messages.FindIndex(message => message.Offset + message.Output > since || (message.Offset == since && !message.IsBinary));
            _next = next < 0 ? _messages.Count : next;
            if (next >= 0 && _messages[next].Offset < since)
            {
                _messages[next] = _messages[next].From(since);
            }

            _sent = _messages.Take(_next).Sum(SizeOf);
            _unsent = _messages.Skip(_next).Sum(SizeOf);
            _acknowledged = next < 0 ? _offset : Math.Max(since, _messages[next].Offset);
            _flying = 0;
            if (_unsent <= backlog / 2)
            {
                WakeWriter();
            }

            Tell();
            return (++_reader, _acknowledged);
        }
    }

    /// <summary>The reader has taken all output before <paramref name="offset"/>; from the first time on it is sent as much as it acknowledges.</summary>
    /// <returns>False: it has said more before, or has not been sent so much.</returns>
    public bool Ack(int reader, long offset)
    {
        lock (_gate)
        {
            if (reader != _reader)
            {
                return true;
            }

            if (offset < _acknowledged || offset > (_next < _messages.Count ? _messages[_next].Offset : _offset))
            {
                return false;
            }

            (_acknowledged, _paced) = (offset, true);
            _flying = _messages.Take(_next).Where(message => message.Offset + message.Output > offset).Sum(SizeOf);
            Tell();
            return true;
        }
    }

    public bool IsCurrent(int reader)
    {
        lock (_gate)
        {
            return reader == _reader;
        }
    }

    /// <summary>What the reader is to be sent next, which then counts as sent; else what to wait for; else nothing, when it has all or is not the reader any more.</summary>
    public (LiveMessage? Next, Task? News) Take(int reader)
    {
        lock (_gate)
        {
            if (reader != _reader)
            {
                return default;
            }

            if (_next == _messages.Count)
            {
                return (null, _end is null ? _news.Task : null);
            }

            var next = _messages[_next];

            // What is not acknowledged must not be forgotten either: of small pieces half of what is kept.
            if (_paced && !_released && next.IsBinary && (next.Offset - _acknowledged >= flight || _flying >= kept / 2))
            {
                return (null, _news.Task);
            }

            _next++;
            _sent += SizeOf(next);
            _flying += SizeOf(next);
            _unsent -= SizeOf(next);
            Trim();
            if (_unsent <= backlog / 2)
            {
                WakeWriter();
            }

            return (next, null);
        }
    }

    /// <summary>Why there is nothing more for this reader.</summary>
    public LiveClose EndOf(int reader)
    {
        lock (_gate)
        {
            return reader == _reader && _end is { } end ? end : LiveCloses.TakenOver;
        }
    }

    private void Add(ReadOnlyMemory<byte> bytes, int output)
    {
        lock (_gate)
        {
            var message = new LiveMessage(_offset, output, bytes);
            _messages.Add(message);
            _offset += output;
            _unsent += SizeOf(message);
            Tell();
        }
    }

    /// <summary>Forgets what was sent long ago. Not one by one: what is left has to be moved.</summary>
    private void Trim()
    {
        if (_sent <= kept + (kept / 4))
        {
            return;
        }

        var gone = 0;
        for (; _sent > kept; gone++)
        {
            _sent -= SizeOf(_messages[gone]);
        }

        _messages.RemoveRange(0, gone);
        _next -= gone;
    }

    private void Tell()
    {
        _news.TrySetResult();
        _news = New();
    }

    private void WakeWriter()
    {
        _room?.TrySetResult();
        _room = null;
    }

    private static int SizeOf(LiveMessage message) => message.Bytes.Length + Overhead;

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
