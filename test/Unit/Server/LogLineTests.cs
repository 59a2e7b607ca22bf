using Hotcell.Server.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotcell.Unit.Server;

public sealed class LogLineTests
{
    [Fact]
    public void Text_cannot_pretend_to_be_another_entry()
    {
        var line = Write("one\r\n2030-01-01T00:00:00.000Z fail Fake: \u001b[31mtwo", null);
        Assert.Equal(1, line.Count(character => character == '\n'));
        Assert.DoesNotContain('\u001b', line);
        Assert.Contains(" info Source: one  2030", line);
    }

    [Fact]
    public void Message_of_an_exception_is_not_written()
    {
        var line = Write("failed:", new InvalidOperationException("submitted code"));
        Assert.Contains("failed: System.InvalidOperationException", line);
        Assert.DoesNotContain("submitted code", line);
    }

    private static string Write(string message, Exception? error)
    {
        var writer = new StringWriter();
        var entry = new LogEntry<string>(LogLevel.Information, "Some.Source", default, message, error, (state, _) => state);
        new LogLine(TimeProvider.System).Write(entry, null, writer);
        return writer.ToString();
    }
}
