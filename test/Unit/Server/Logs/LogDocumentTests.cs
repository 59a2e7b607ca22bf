using Hotcell.Engine.Executions;
using Hotcell.Server.Logs;

namespace Hotcell.Unit.Server.Logs;

public sealed class LogDocumentTests
{
    [Fact]
    public void An_entry_is_one_document_with_its_fields_in_snake_case()
    {
        var entry = Entries.Make(
            "it ran", null, typeof(ExecutionLog).FullName!, ("EventName", "ExecutionEnded"), ("TotalMs", 1.23456), ("PeakMemoryBytes", 4096L), ("Tests", 2), ("Generation", 3u), ("Cached", true), ("Verdict", Verdict.Ok), ("Trace", null), ("{OriginalFormat}", "it {x}"));
        Assert.Equal(
            """{"time":"2026-11-22T12:00:00.000Z","level":"info","log":"execution","source":"ExecutionLog","event":"execution_ended","message":"it ran","total_ms":1.235,"peak_memory_bytes":4096,"tests":2,"generation":3,"cached":true,"verdict":"Ok"}""",
            LogDocument.Of(entry));
    }

    [Fact]
    public void Text_cannot_end_a_line_nor_colour_a_terminal()
    {
        var document = LogDocument.Of(Entries.Make("a\nb\u2028c\u001b[31md\u0085\u202e", null, "Some.Source", ("Na\nme", "\r\n\u009b")));
        Assert.All(document, character => Assert.InRange(character, ' ', '~'));
        Assert.Contains("\"log\":\"server\"", document, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_number_in_JSON_is_text() => Assert.Contains("\"ms\":\"NaN\"", LogDocument.Of(Entries.Make("x", null, "Some.Source", ("Ms", double.NaN))), StringComparison.Ordinal);

    [Fact]
    public void Message_of_an_exception_is_in_no_document()
    {
        var document = LogDocument.Of(Entries.Make("failed:", new InvalidOperationException("submitted code")));
        Assert.Contains("\"exception\":\"System.InvalidOperationException\"", document, StringComparison.Ordinal);
        Assert.DoesNotContain("submitted code", document, StringComparison.Ordinal);
    }
}
