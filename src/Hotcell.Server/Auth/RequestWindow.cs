using System.Threading.RateLimiting;
using Hotcell.Engine.Keys;

namespace Hotcell.Server.Auth;

/// <summary>How much is left of a window.</summary>
/// <param name="Reset">Until there is a new one.</param>
/// <param name="Refused">Requests too many so far.</param>
internal readonly record struct WindowState(int Remaining, TimeSpan Reset, long Refused);

/// <summary>
/// A rate limiter whose window begins with the first request in it, and whose leases tell what is left: that is what clients are told with every
/// answer. The framework's own fixed window tells neither (and of a refusal the length of the window, not the time to its end).
/// </summary>
internal sealed class RequestWindow(RequestRate rate, TimeProvider time) : RateLimiter
{
    public static MetadataName<WindowState> State { get; } = new("STATE");

    private readonly Lock _gate = new();
    private long _begin = time.GetTimestamp();
    private int _used;
    private long _refused;

    /// <summary>Since the end of the window; null while it lasts, so that nobody forgets it.</summary>
    public override TimeSpan? IdleDuration
    {
        get
        {
            lock (_gate)
            {
                return Left() is var left && left > TimeSpan.Zero ? null : -left;
            }
        }
    }

    public override RateLimiterStatistics? GetStatistics() => null;

    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        lock (_gate)
        {
            if (Left() <= TimeSpan.Zero || _used == 0)
            {
                _begin = time.GetTimestamp();
                (_used, _refused) = (0, 0);
            }

            var granted = permitCount <= rate.Requests - _used;
            _used += granted ? permitCount : 0;
            _refused += granted ? 0 : 1;
            return new Lease(granted, new WindowState(rate.Requests - _used, Left(), _refused));
        }
    }

    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) => new(AttemptAcquireCore(permitCount));

    private TimeSpan Left() => rate.Window - time.GetElapsedTime(_begin);

    private sealed class Lease(bool granted, WindowState state) : RateLimitLease
    {
        public override bool IsAcquired => granted;

        public override IEnumerable<string> MetadataNames => [State.Name];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = metadataName == State.Name ? state : null;
            return metadata is not null;
        }
    }
}
