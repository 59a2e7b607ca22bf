using System.Buffers;
using Hotcell.Server.Api.Problems;

namespace Hotcell.Server.Api.Executions;

/// <summary>One event as readers get it.</summary>
/// <param name="Id">From 1, without gaps.</param>
/// <param name="Name">What happened.</param>
/// <param name="Bytes">About what it holds in memory.</param>
/// <param name="Write">Writes its JSON, in one line.</param>
internal sealed record JournalEvent(long Id, string Name, long Bytes, Action<IBufferWriter<byte>> Write);

/// <summary>
/// What has happened to one execution, for readers that come, go and come back. Whoever writes never waits for them; a reader that is too far behind misses
/// what came first, and is told how much. When the last reader has gone, and none comes within the patience, the execution is stopped.
/// </summary>
/// <param name="owner">Id of the caller who started the execution.</param>
/// <param name="patience">How long an execution goes on that nobody reads.</param>
internal sealed class EventJournal(string id, string owner, TimeSpan patience, TimeProvider time) : IDisposable
{
    /// <summary>More than a screen shows; a program that changes streams with every byte would fill any memory.</summary>
    public const int MostEvents = 4096;

    /// <summary>What an event costs beside the bytes that it refers to.</summary>
    private const long Overhead = 200;

    private readonly Lock _gate = new();

    /// <summary>The last ones: an event is at its number, modulo the length.</summary>
    private JournalEvent[] _events = new JournalEvent[64];
    private readonly CancellationTokenSource _stop = new();
    private TaskCompletionSource _news = New();
    private ITimer? _patience;
    private long _last;
    private long _bytes;
    private int _readers;

    public string Id => id;

    public string Owner => owner;

    /// <summary>Nobody is interested any more.</summary>
    public CancellationToken Stop => _stop.Token;

    public bool IsRead => Volatile.Read(ref _readers) > 0;

    /// <summary>Its events are not there any more: a reader that does not have all has to be cut.</summary>
    public bool IsGone { get; private set; }

    public bool IsComplete { get; private set; }

    /// <summary>Whether its caller has asked for its end.</summary>
    public bool IsCancelled { get; private set; }

    /// <summary>How far it has come: <c>queued</c>, <c>compiling</c> or <c>running</c>.</summary>
    public string Phase { get; set; } = "queued";

    /// <summary>How it ended, when the fault is ours.</summary>
    public ProblemDetails? Fault { get; private set; }

    /// <summary>When it was completed.</summary>
    public long CompletedAt { get; private set; }

    public long Bytes => Volatile.Read(ref _bytes);

    /// <param name="bytes">That <paramref name="write"/> refers to.</param>
    public void Add(string name, long bytes, Action<IBufferWriter<byte>> write)
    {
        lock (_gate)
        {
            if (_last == _events.Length && _last < MostEvents)
            {
                // All are there, the first in its place 1: with twice the places, the last moves from 0 to its own.
                Array.Resize(ref _events, _events.Length * 2);
                _events[_last] = _events[0];
            }

            _last++;
            _bytes += bytes + Overhead - (_last > MostEvents ? _events[_last % MostEvents].Bytes : 0);
            _events[_last % _events.Length] = new JournalEvent(_last, name, bytes + Overhead, write);
            Tell();
        }
    }

    /// <summary>Nothing more will come.</summary>
    /// <param name="fault">Null: the last event is its result.</param>
    public void Complete(ProblemDetails? fault = null)
    {
        lock (_gate)
        {
            Fault = fault;
            IsComplete = true;
            CompletedAt = time.GetTimestamp();
            _patience?.Dispose();
            Tell();
        }
    }

    /// <summary>Stops the execution, unless it is over.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            if (!IsComplete)
            {
                _ = _stop.CancelAsync();
            }
        }
    }

    /// <summary>Stops the execution for its caller, unless it is over.</summary>
    public void Cancel()
    {
        lock (_gate)
        {
            IsCancelled = !IsComplete;
        }

        Abandon();
    }

    /// <summary>The last event, when it is complete; null when its events are not there any more.</summary>
    public async Task<JournalEvent?> EndAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Task news;
            lock (_gate)
            {
                if (IsComplete)
                {
                    return IsGone || _last == 0 ? null : _events[_last % _events.Length];
                }

                news = _news.Task;
            }

            await news.WaitAsync(cancellation);
        }
    }

    /// <summary>A reader has come; disposing what is returned, it goes.</summary>
    public IDisposable Open()
    {
        lock (_gate)
        {
            _readers++;
            _patience?.Dispose();
            _patience = null;
            return new Reader(this);
        }
    }

    /// <summary>The first event after <paramref name="last"/> that is still there; else what to wait for; else nothing, at the end.</summary>
    public (JournalEvent? Next, Task? News) After(long last)
    {
        lock (_gate)
        {
            if (last >= _last || IsGone)
            {
                return (null, IsComplete ? null : _news.Task);
            }

            return (_events[Math.Max(last + 1, _last + 1 - MostEvents) % _events.Length], null);
        }
    }

    /// <summary>Lets go of all events, when it is complete or nothing has begun.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            (IsGone, _events) = (true, []);
        }

        _patience?.Dispose();
        _stop.Dispose();
    }

    private void Leave()
    {
        lock (_gate)
        {
            if (--_readers == 0 && !IsComplete)
            {
                _patience = time.CreateTimer(_ => Abandon(), null, patience, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void Tell()
    {
        _news.TrySetResult();
        _news = New();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Reader(EventJournal journal) : IDisposable
    {
        private int _gone;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _gone, 1) == 0)
            {
                journal.Leave();
            }
        }
    }
}
