using NLog;

namespace Hotcell.Server.Logs;

/// <summary>An entry as one line for people: time, level, who, what. Control characters are replaced, so that no text can pretend to be another entry.</summary>
internal static class LogLine
{
    public static string Of(LogEventInfo entry)
    {
        var line = $"{LogEntry.TimeOf(entry)} {LogEntry.LevelOf(entry)} {LogEntry.SourceOf(entry)}: {OnOneLine(entry.FormattedMessage)}";

        // The stack without the message: it may quote what a caller sent, and submitted code is never logged.
        return entry.Exception is { } error ? $"{line} {error.GetType().FullName} {OnOneLine(error.StackTrace ?? "")}" : line;
    }

    private static string OnOneLine(string text) => string.Create(text.Length, text, static (line, text) =>
    {
        for (var i = 0; i < line.Length; i++)
        {
            line[i] = char.IsControl(text[i]) ? ' ' : text[i];
        }
    });
}
