using Hotcell.Engine.Executions;

namespace Hotcell.Unit.Engine.Executions;

public sealed class StageOutputTests
{
    [Fact]
    public void Whatever_the_sizes_of_writes_every_view_has_its_bytes()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var (output, written) = Written(new Random(seed));
            byte[] both = [.. written.SelectMany(one => one.Bytes)];
            Assert.Equal(both, output.Interleaved.ToArray());
            Assert.Equal(Of(written, OutputStream.Stdout), output.Stdout.ToArray());
            Assert.Equal(Of(written, OutputStream.Stderr), output.Stderr.ToArray());
            Assert.Equal((both.Length, output.Stdout.Length, output.Stderr.Length), (output.Length, output.LengthOf(OutputStream.Stdout), output.LengthOf(OutputStream.Stderr)));
            Assert.All(output.PiecesInOrder(), piece => Assert.InRange(piece.Bytes.Length, 1, 64 * 1024));
            Assert.Equal(Of(written, OutputStream.Stderr), Of(output.PiecesInOrder().Select(piece => (piece.Stream, piece.Bytes.ToArray())), OutputStream.Stderr));
        }
    }

    [Fact]
    public void What_is_cut_has_the_first_bytes_of_every_view()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var (output, _) = Written(random);
            var most = random.Next(1, output.Length + 10);
            var first = output.First(most);
            Assert.Equal(First(output.Interleaved, most), first.Interleaved.ToArray());
            Assert.Equal(First(output.Stdout, most), first.Stdout.ToArray());
            Assert.Equal(First(output.Stderr, most), first.Stderr.ToArray());
            Assert.Equal(first.Interleaved.Length, first.Length);

            var same = first.Select((_, bytes) => bytes);
            Assert.Equal([first.Interleaved.ToArray(), first.Stdout.ToArray(), first.Stderr.ToArray()], new[] { same.Interleaved.ToArray(), same.Stdout.ToArray(), same.Stderr.ToArray() });
        }
    }

    [Fact]
    public void It_is_held_once()
    {
        var output = new StageOutput();
        for (var i = 0; i < 400; i++)
        {
            output.Append(i % 100 < 60 ? OutputStream.Stdout : OutputStream.Stderr, new byte[10_000]);
        }

        Assert.InRange(output.Held, 4_000_000, 4_000_000 + (64 * 1024) + 1000);
        Assert.Equal(2_400_000, output.LengthOf(OutputStream.Stdout));
    }

    [Fact]
    public void A_small_output_in_one_piece_is_not_copied()
    {
        var output = StageOutput.Of("hello"u8);
        Assert.True(output.Stdout.Span.Overlaps(output.Interleaved.Span));
        Assert.Equal(5 + (4 * sizeof(int)), output.Held);
    }

    private static (StageOutput Output, List<(OutputStream Stream, byte[] Bytes)> Written) Written(Random random)
    {
        var (output, written) = (new StageOutput(), new List<(OutputStream Stream, byte[] Bytes)>());
        var largest = random.Next(3) switch { 0 => 5, 1 => 3000, _ => 150_000 };
        for (var i = random.Next(1, 100); i > 0; i--)
        {
            var bytes = new byte[random.Next(0, largest)];
            random.NextBytes(bytes);
            written.Add((random.Next(3) == 0 ? OutputStream.Stderr : OutputStream.Stdout, bytes));
            output.Append(written[^1].Stream, bytes);
        }

        return (output, written);
    }

    private static byte[] Of(IEnumerable<(OutputStream Stream, byte[] Bytes)> written, OutputStream stream) =>
        [.. written.Where(one => one.Stream == stream).SelectMany(one => one.Bytes)];

    private static byte[] First(ReadOnlyMemory<byte> bytes, int most) => bytes[..Math.Min(most, bytes.Length)].ToArray();
}
