using System.Collections.Concurrent;

namespace Hotcell.Unit.Engine;

/// <summary>A clock that stands still until it is told otherwise.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly ConcurrentQueue<ManualTimer> _timers = [];
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        _timers.Enqueue(timer);
        return timer;
    }

    /// <summary>Calls what is due on the way, in order.</summary>
    public void Advance(TimeSpan by)
    {
        var end = _ticks + by.Ticks;
        while (_timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due) is { } next)
        {
            _ticks = next.Due!.Value;
            next.Call();
        }

        _ticks = end;
    }

    private sealed class ManualTimer(ManualTime time, Action call) : ITimer
    {
        /// <summary>Null when it has stopped.</summary>
        public long? Due { get; private set; }

        private TimeSpan Period { get; set; }

        public void Call()
        {
            Due = Period > TimeSpan.Zero ? Due + Period.Ticks : null;
            call();
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Due = dueTime == Timeout.InfiniteTimeSpan ? null : time._ticks + dueTime.Ticks;
            Period = period;
            return true;
        }

        public void Dispose() => Due = null;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
