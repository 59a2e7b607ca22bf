using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hotcell.Engine;
using Hotcell.Engine.Documents;
using Hotcell.Engine.Executions;
using Hotcell.Protocol;
using Hotcell.Server.Http;

namespace Hotcell.Unit.Engine.Documents;

public sealed class OutputTextTests
{
    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly byte[][] s_characters =
        [.. "a|é|漢|🦀|\0|\"|\\|\n|\u2028|\u001b[0m|<&'+>|\u007f|\ue000|\ufffd".Split('|').Select(Encoding.UTF8.GetBytes), [0xff], [0xc3], [0xe2, 0x82], [0xf0, 0x9f, 0xa6], [0x80], [0xed, 0xa0, 0x80], [0xc0, 0x80]];

    [Fact]
    public void Character_survives_any_cut()
    {
        const string Text = "aé漢🦀z";
        var bytes = Encoding.UTF8.GetBytes(Text);
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            var text = new OutputText([(OutputStream.Stdout, bytes.AsMemory(0, cut)), (OutputStream.Stdout, bytes.AsMemory(cut))], bytes.Length, OutputEncoding.Utf8);
            Assert.Equal(Text, text.ToString());
        }
    }

    [Fact]
    public void Other_stream_does_not_tear_a_character()
    {
        var output = new StageOutput();
        output.Append(OutputStream.Stdout, [0xE2, 0x82]);
        output.Append(OutputStream.Stderr, "!"u8);
        output.Append(OutputStream.Stdout, [0xAC]);
        Assert.Equal("!€", OutputText.InOrder(output).ToString());
    }

    [Fact]
    public void What_was_never_completed_is_replaced() =>
        Assert.Equal("a\uFFFD", OutputText.Of(StageOutput.Of(default, [0x61, 0xE2, 0x82]), OutputStream.Stderr).ToString());

    /// <summary>
    /// Against whole strings that are serialized as such. In all ways: as one array, into a buffer, and with long texts that are made when they are sent. The sizes
    /// lie around all that decide which way a text takes.
    /// </summary>
    [Theory]
    [InlineData(OutputEncoding.Utf8, 40, 3)]
    [InlineData(OutputEncoding.Utf8, 1000, 40)]
    [InlineData(OutputEncoding.Utf8, 17_000, 2000)]
    [InlineData(OutputEncoding.Utf8, 200_000, 70_000)]
    [InlineData(OutputEncoding.Utf8, 60_000, 2)]
    [InlineData(OutputEncoding.Base64, 1000, 40)]
    [InlineData(OutputEncoding.Base64, 60_000, 5000)]
    [InlineData(OutputEncoding.Base64, 60_000, 2)]
    public void However_it_is_written_it_is_what_whole_strings_are(OutputEncoding encoding, int most, int largestWrite)
    {
        for (var seed = 0; seed < 25; seed++)
        {
            var random = new Random(seed);
            var output = Output(random, random.Next(0, most), largestWrite);
            var document = ExecutionDocument.Of(Result(output), encoding, "id");
            var expected = Expected(output, encoding);

            Assert.Equal(expected, RunOf(document.ToJson()));
            var buffer = new ArrayBufferWriter<byte>();
            document.WriteJson(buffer);
            Assert.Equal(expected, RunOf(buffer.WrittenMemory));
            Assert.Equal(buffer.WrittenSpan, Sent(document, out _).ToArray());
        }
    }

    [Fact]
    public void Only_long_texts_are_made_when_they_are_sent()
    {
        Sent(ExecutionDocument.Of(Result(StageOutput.Of(new byte[5000], new byte[5000])), OutputEncoding.Utf8, "id"), out var small);
        Sent(ExecutionDocument.Of(Result(StageOutput.Of(new byte[20_000])), OutputEncoding.Utf8, "id"), out var large);
        Assert.Equal((false, true), (small.HasLongTexts, large.HasLongTexts));
        Assert.InRange(large.Length, 1, 4096);
    }

    /// <summary>Whatever is in it, no more than a little is needed for an answer beside the bytes of the output: before, it was up to thirty times as much.</summary>
    [Theory]
    [InlineData(OutputEncoding.Utf8, 0)]
    [InlineData(OutputEncoding.Utf8, 'x')]
    [InlineData(OutputEncoding.Utf8, 0xff)]
    [InlineData(OutputEncoding.Base64, 'x')]
    public void An_answer_needs_little_memory_beside_its_output(OutputEncoding encoding, int of)
    {
        const int Length = 8_000_000;
        var bytes = new byte[Length];
        bytes.AsSpan().Fill((byte)of);
        var result = Result(StageOutput.Of(bytes.AsSpan(0, Length / 2), bytes.AsSpan(Length / 2)));
        Send(result, encoding);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var sent = Send(result, encoding);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_500_000);
        Assert.InRange(sent, 2 * Length, 13 * Length);
    }

    private static long Send(ExecutionResult result, OutputEncoding encoding)
    {
        var pieces = Pieces.Of(ExecutionDocument.Of(result, encoding, "id").WriteJson);
        long sent = 0;
        while (pieces.TryTake(out var piece))
        {
            Assert.InRange(piece.Length, 1, 65 * 1024);
            sent += piece.Length;
        }

        return sent;
    }

    private static MemoryStream Sent(ExecutionDocument document, out Pieces pieces)
    {
        pieces = Pieces.Of(document.WriteJson);
        var sent = new MemoryStream();
        while (pieces.TryTake(out var piece))
        {
            sent.Write(piece.Span);
        }

        return sent;
    }

    /// <summary>The three texts as strings, made as whole ones.</summary>
    private static string Expected(StageOutput output, OutputEncoding encoding)
    {
        var texts = encoding == OutputEncoding.Base64
            ? new[] { output.Stdout, output.Stderr, output.Interleaved }.Select(bytes => Convert.ToBase64String(bytes.Span))
            : [Encoding.UTF8.GetString(output.Stdout.Span), Encoding.UTF8.GetString(output.Stderr.Span), InOrder(output)];
        return string.Join(',', texts.Select(text => JsonSerializer.Serialize(text, s_plain)));
    }

    /// <summary>Byte for byte, each stream with its decoder.</summary>
    private static string InOrder(StageOutput output)
    {
        var (text, chars) = (new StringBuilder(), new char[8]);
        Decoder[] decoders = [Encoding.UTF8.GetDecoder(), Encoding.UTF8.GetDecoder()];
        foreach (var (stream, bytes) in output.PiecesInOrder())
        {
            for (var i = 0; i < bytes.Length; i++)
            {
                text.Append(chars, 0, decoders[(int)stream].GetChars(bytes.Span.Slice(i, 1), chars, flush: false));
            }
        }

        Array.ForEach(decoders, decoder => text.Append(chars, 0, decoder.GetChars([], chars, flush: true)));
        return text.ToString();
    }

    private static string RunOf(ReadOnlyMemory<byte> json)
    {
        var run = JsonDocument.Parse(json).RootElement.GetProperty("run");
        return string.Join(',', new[] { "stdout", "stderr", "output" }.Select(name => run.GetProperty(name).GetRawText()));
    }

    private static StageOutput Output(Random random, int length, int largestWrite)
    {
        var bytes = new List<byte>();
        var usual = random.Next(2) == 0 ? s_characters.Length : 1;
        while (bytes.Count < length)
        {
            bytes.AddRange(s_characters[random.Next(usual)]);
        }

        var (output, all) = (new StageOutput(), bytes.ToArray());
        for (var at = 0; at < all.Length;)
        {
            var count = Math.Min(random.Next(1, largestWrite + 1), all.Length - at);
            output.Append(random.Next(3) == 0 ? OutputStream.Stderr : OutputStream.Stdout, all.AsSpan(at, count));
            at += count;
        }

        return output;
    }

    private static ExecutionResult Result(StageOutput output) => new()
    {
        Verdict = Verdict.Ok,
        Language = "c",
        Isolation = Isolation.None,
        Run = new StageResult { Verdict = Verdict.Ok, Output = output, WallTime = default, CpuTime = default, PeakMemory = default },
    };
}
