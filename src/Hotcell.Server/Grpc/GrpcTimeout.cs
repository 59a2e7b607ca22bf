using System.Globalization;

namespace Hotcell.Server.Grpc;

/// <summary>The header <c>grpc-timeout</c>: "a positive integer of at most 8 digits" and a unit.</summary>
internal static class GrpcTimeout
{
    public const string Header = "grpc-timeout";

    private const int MaxDigits = 8;

    /// <summary>Longer than any call, and not too long for a timer. 99 999 999 hours are no mistake.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(24);

    public static bool TryParse(string text, out TimeSpan timeout)
    {
        timeout = default;
        if (text.Length is < 2 or > MaxDigits + 1
            || TicksOf(text[^1]) is not { } ticks
            || !long.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return false;
        }

        // Rounded up: a deadline that is not over yet is no deadline of zero.
        timeout = TimeSpan.FromTicks((long)Math.Min(Math.Ceiling(count * ticks), s_longest.Ticks));
        return true;
    }

    private static double? TicksOf(char unit) => unit switch
    {
        'H' => TimeSpan.TicksPerHour,
        'M' => TimeSpan.TicksPerMinute,
        'S' => TimeSpan.TicksPerSecond,
        'm' => TimeSpan.TicksPerMillisecond,
        'u' => TimeSpan.TicksPerMicrosecond,
        'n' => 1.0 / TimeSpan.NanosecondsPerTick,
        _ => null,
    };
}
