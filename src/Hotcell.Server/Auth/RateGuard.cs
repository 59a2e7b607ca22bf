using System.Globalization;
using System.Threading.RateLimiting;
using Hotcell.Engine.Keys;
using Hotcell.Server.Api.Problems;
using Hotcell.Server.Logs;

namespace Hotcell.Server.Auth;

/// <summary>
/// Counts requests: those with a key for the key, all others for the address that they come from (so guessing keys is slow, too). Every answer tells what
/// is left, in the header fields <c>RateLimit-Limit</c>, <c>-Remaining</c>, <c>-Reset</c> and <c>-Policy</c> of draft-ietf-httpapi-ratelimit-headers-06.
/// </summary>
internal sealed class RateGuard(SecurityLog security, TimeProvider time) : IDisposable
{
    private const string Limit = "RateLimit-Limit";
    private const string Remaining = "RateLimit-Remaining";
    private const string Reset = "RateLimit-Reset";
    private const string Policy = "RateLimit-Policy";

    /// <summary>The header fields.</summary>
    public static IReadOnlyList<string> Fields { get; } = [Limit, Remaining, Reset, Policy];

    private readonly PartitionedRateLimiter<Partition> _windows = PartitionedRateLimiter.Create<Partition, Partition>(
        partition => RateLimitPartition.Get(partition, one => new RequestWindow(one.Rate, time)));

    /// <param name="caller">Whose request it is, for this purpose.</param>
    /// <exception cref="ProblemException">429.</exception>
    public void Count(HttpResponse response, string caller, RequestRate rate)
    {
        if (rate == RequestRate.None)
        {
            return;
        }

        using var lease = _windows.AttemptAcquire(new Partition(caller, rate));
        lease.TryGetMetadata(RequestWindow.State, out var state);
        var seconds = (long)Math.Max(1, Math.Ceiling(state.Reset.TotalSeconds));
        response.Headers[Limit] = Text(rate.Requests);
        response.Headers[Remaining] = Text(state.Remaining);
        response.Headers[Reset] = Text(seconds);
        response.Headers[Policy] = string.Create(CultureInfo.InvariantCulture, $"{rate.Requests};w={Math.Ceiling(rate.Window.TotalSeconds)}");
        if (!lease.IsAcquired)
        {
            if (state.Refused == 1)
            {
                security.RequestRefused(Refusal.Rate, response.HttpContext, $"more than {rate.Requests} in {rate.Window.TotalSeconds:0.###} s");
            }

            throw new ProblemException(ProblemDetails.TooMany(rate, TimeSpan.FromSeconds(seconds)));
        }
    }

    public void Dispose() => _windows.Dispose();

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Another rate is another window.</summary>
    private readonly record struct Partition(string Caller, RequestRate Rate);
}
