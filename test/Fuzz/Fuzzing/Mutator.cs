namespace Hotcell.Fuzz.Fuzzing;

/// <summary>Makes inputs out of inputs.</summary>
/// <param name="words">What is put in as a whole.</param>
/// <param name="longest">In bytes.</param>
internal sealed class Mutator(Random random, IReadOnlyList<byte[]> words, int longest)
{
    private static readonly byte[] s_edges = [0, 1, 0x7f, 0x80, 0xff, (byte)'"', (byte)'\\', (byte)'/', (byte)'.', (byte)'{', (byte)'\n', (byte)'-'];

    public byte[] Mutate(byte[] input, byte[] other)
    {
        var bytes = new List<byte>(input);
        for (var times = 1 << random.Next(5); times > 0; times--)
        {
            MutateOnce(bytes, other);
        }

        if (bytes.Count > longest)
        {
            bytes.RemoveRange(longest, bytes.Count - longest);
        }

        return [.. bytes];
    }

    private void MutateOnce(List<byte> bytes, byte[] other)
    {
        var at = random.Next(bytes.Count + 1);
        var (start, length) = Part(bytes.Count);
        switch (random.Next(9))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = s_edges[random.Next(s_edges.Length)];
                break;
            case 2 when at < bytes.Count:
                bytes[at] += (byte)random.Next(-4, 5);
                break;
            case 3:
                bytes.Insert(at, (byte)random.Next(256));
                break;
            case 4:
                bytes.RemoveRange(start, length);
                break;
            case 5:
                bytes.InsertRange(at, bytes.GetRange(start, length));
                break;
            case 6:
                var (from, count) = Part(other.Length);
                bytes.InsertRange(at, other[from..(from + count)]);
                break;
            case 7 when bytes.Count >= sizeof(uint):
                Overwrite(bytes, random.Next(bytes.Count - sizeof(uint) + 1));
                break;
            case 8 when words.Count > 0:
                bytes.InsertRange(at, words[random.Next(words.Count)]);
                break;
        }
    }

    /// <summary>A number as lengths and limits are: near a power of two, on either side.</summary>
    private void Overwrite(List<byte> bytes, int at)
    {
        var number = (1L << random.Next(33)) + random.Next(-2, 3);
        for (var i = 0; i < sizeof(uint); i++)
        {
            bytes[at + i] = (byte)(number >> (8 * i));
        }
    }

    private (int Start, int Length) Part(int length)
    {
        var start = random.Next(length + 1);
        return (start, random.Next(Math.Min(length - start, 64) + 1));
    }
}
