using System.Diagnostics.Metrics;

namespace Hotcell.Server.Telemetry;

/// <summary>Names as Prometheus has them.</summary>
internal static class PrometheusName
{
    /// <summary>Unified code (UCUM) of a unit, and its word.</summary>
    private static readonly Dictionary<string, string> s_units = new() { ["s"] = "seconds", ["ms"] = "milliseconds", ["By"] = "bytes", ["%"] = "percent" };

    /// <summary>What is neither letter, digit nor underscore becomes an underscore; a digit does not begin it.</summary>
    public static string Of(string name)
    {
        var made = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c == '_' ? c : '_'));
        return made.Length == 0 || char.IsAsciiDigit(made[0]) ? "_" + made : made;
    }

    /// <summary>With the unit, and <c>_total</c> for what only grows. A unit in braces is a remark.</summary>
    public static string Of(Instrument instrument, bool grows)
    {
        var name = Of(instrument.Name);
        if (instrument.Unit is { Length: > 0 } unit && s_units.GetValueOrDefault(unit) is { } word && !name.EndsWith("_" + word, StringComparison.Ordinal))
        {
            name += "_" + word;
        }

        return grows && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }
}
