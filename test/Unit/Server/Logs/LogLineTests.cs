using Hotcell.Server.Logs;
using NLog;

namespace Hotcell.Unit.Server.Logs;

public sealed class LogLineTests
{
    [Fact]
    public void Text_cannot_pretend_to_be_another_entry()
    {
        var line = LogLine.Of(Entries.Make("one\r\n2030-01-01T00:00:00.000Z fail Fake: \u001b[31mtwo"));
        Assert.DoesNotContain('\n', line);
        Assert.DoesNotContain('\u001b', line);
        Assert.Equal("2026-11-22T12:00:00.000Z info Source: one  2030-01-01T00:00:00.000Z fail Fake:  [31mtwo", line);
    }

    [Fact]
    public void Message_of_an_exception_is_not_written()
    {
        var line = LogLine.Of(Entries.Make("failed:", new InvalidOperationException("submitted code")));
        Assert.Contains("failed: System.InvalidOperationException", line, StringComparison.Ordinal);
        Assert.DoesNotContain("submitted code", line, StringComparison.Ordinal);
    }
}

internal static class Entries
{
    public static DateTime Noon { get; } = new(2026, 11, 22, 12, 0, 0, DateTimeKind.Utc);

    public static LogEventInfo Make(string message, Exception? error = null, string category = "Some.Source", params (string Name, object? Value)[] fields)
    {
        var entry = new LogEventInfo(LogLevel.Info, category, message) { TimeStamp = Noon, Exception = error };
        foreach (var (name, value) in fields)
        {
            entry.Properties[name] = value;
        }

        return entry;
    }
}
