using System.Globalization;
using NLog;

namespace Hotcell.Server.Logs;

/// <summary>What all forms of an entry tell in the same words.</summary>
internal static class LogEntry
{
    /// <summary>UTC, to the millisecond.</summary>
    public static string TimeOf(LogEventInfo entry) => entry.TimeStamp.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static string LevelOf(LogEventInfo entry) => entry.Level.Ordinal switch
    {
        >= 5 => "crit",
        4 => "fail",
        3 => "warn",
        2 => "info",
        _ => "debug",
    };

    /// <summary>The type that wrote it.</summary>
    public static string SourceOf(LogEventInfo entry) => entry.LoggerName[(entry.LoggerName.LastIndexOf('.') + 1)..];
}
