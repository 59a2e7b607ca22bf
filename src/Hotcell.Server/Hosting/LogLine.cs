using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Hotcell.Server.Hosting;

/// <summary>One entry per line: time, level, who, what. Control characters are replaced, so that no text can pretend to be another entry.</summary>
internal sealed class LogLine(TimeProvider time) : ConsoleFormatter(FormatName)
{
    public const string FormatName = "hotcell";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var who = logEntry.Category[(logEntry.Category.LastIndexOf('.') + 1)..];
        var what = logEntry.Formatter(logEntry.State, logEntry.Exception);
        textWriter.Write($"{time.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {NameOf(logEntry.LogLevel)} {who}: {OnOneLine(what)}");
        if (logEntry.Exception is { } error)
        {
            // The stack without the message: it may quote what a caller sent, and submitted code is never logged.
            textWriter.Write($" {error.GetType().FullName} {OnOneLine(error.StackTrace ?? "")}");
        }

        textWriter.WriteLine();
    }

    private static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Critical => "crit",
        LogLevel.Error => "fail",
        LogLevel.Warning => "warn",
        LogLevel.Information => "info",
        _ => "debug",
    };

    private static string OnOneLine(string text) => string.Create(text.Length, text, static (line, text) =>
    {
        for (var i = 0; i < line.Length; i++)
        {
            line[i] = char.IsControl(text[i]) ? ' ' : text[i];
        }
    });
}
