using System.CommandLine.Parsing;
using System.Globalization;
using Hotcell.Engine;

namespace Hotcell.Cli.Run;

/// <summary>Durations and sizes as people type them.</summary>
internal static class Quantities
{
    private static readonly (string Suffix, double Milliseconds)[] s_times = [("ms", 1), ("s", 1000), ("m", 60_000), ("", 1)];
    private static readonly (string Suffix, double Bytes)[] s_sizes = [("k", 1024), ("m", 1024 * 1024), ("g", 1024 * 1024 * 1024)];

    /// <summary><c>500</c> and <c>500ms</c>, <c>10s</c>, <c>2m</c>.</summary>
    public static TimeSpan? ParseTime(ArgumentResult argument) =>
        Parse(argument, s_times, "a time such as 500ms, 10s or 2m") is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null;

    /// <summary><c>64k</c>, <c>256m</c>, <c>1g</c>. A bare number is refused: it would be bytes to some and megabytes to others.</summary>
    public static ByteSize? ParseSize(ArgumentResult argument) =>
        Parse(argument, s_sizes, "a size with its unit, such as 64k, 256m or 1g") is { } bytes ? new ByteSize((long)bytes) : null;

    private static double? Parse(ArgumentResult argument, (string Suffix, double Factor)[] units, string expected)
    {
        var text = argument.Tokens is [var token] ? token.Value.Trim().ToLowerInvariant() : "";
        foreach (var (suffix, factor) in units)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal)
                && double.TryParse(text[..^suffix.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                && number * factor < TimeSpan.FromDays(10_000).TotalMilliseconds)
            {
                return number * factor;
            }
        }

        argument.AddError($"'{text}' is not {expected}");
        return null;
    }
}
