using Hotcell.Engine.Documents;
using Hotcell.Engine.Executions;

namespace Hotcell.Unit.Engine.Documents;

public sealed class TranscriptTests
{
    [Fact]
    public void Character_survives_any_cut()
    {
        const string Text = "aé漢🦀z";
        var bytes = System.Text.Encoding.UTF8.GetBytes(Text);
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            var transcript = new Transcript();
            transcript.Add(OutputStream.Stdout, bytes.AsSpan(0, cut));
            transcript.Add(OutputStream.Stdout, bytes.AsSpan(cut));
            Assert.Equal(Text, transcript.Finish());
        }
    }

    [Fact]
    public void Other_stream_does_not_tear_a_character()
    {
        var transcript = new Transcript();
        transcript.Add(OutputStream.Stdout, [0xE2, 0x82]);
        transcript.Add(OutputStream.Stderr, "!"u8);
        transcript.Add(OutputStream.Stdout, [0xAC]);
        Assert.Equal("!€", transcript.Finish());
    }

    [Fact]
    public void What_was_never_completed_is_replaced()
    {
        var transcript = new Transcript();
        transcript.Add(OutputStream.Stderr, [0x61, 0xE2, 0x82]);
        Assert.Equal("a\uFFFD", transcript.Finish());
    }

    [Fact]
    public void Long_output_is_whole()
    {
        var text = string.Concat(Enumerable.Range(0, 5000).Select(i => $"{i}é"));
        var transcript = new Transcript();
        transcript.Add(OutputStream.Stdout, System.Text.Encoding.UTF8.GetBytes(text));
        Assert.Equal(text, transcript.Finish());
    }
}
