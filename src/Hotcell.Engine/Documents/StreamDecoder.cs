using System.Text;
using Hotcell.Engine.Executions;

namespace Hotcell.Engine.Documents;

/// <summary>
/// Two streams of UTF-8 as one text, in order of arrival. Each stream has a decoder of its own that remembers a split character, so that neither a
/// piece's end nor bytes of the other stream can tear one apart.
/// </summary>
internal sealed class StreamDecoder
{
    /// <summary>Of text that is given at once, in UTF-16 units.</summary>
    private const int Segment = 1024;

    private readonly Decoder?[] _decoders = new Decoder?[2];

    public void Decode(OutputStream stream, ReadOnlySpan<byte> bytes, Action<ReadOnlySpan<char>> add) => Decode(_decoders[(int)stream] ??= Encoding.UTF8.GetDecoder(), bytes, flush: false, add);

    /// <summary>A character that was never completed becomes U+FFFD.</summary>
    public void Finish(Action<ReadOnlySpan<char>> add)
    {
        foreach (var decoder in _decoders.OfType<Decoder>())
        {
            Decode(decoder, [], flush: true, add);
        }
    }

    private static void Decode(Decoder decoder, ReadOnlySpan<byte> bytes, bool flush, Action<ReadOnlySpan<char>> add)
    {
        Span<char> chars = stackalloc char[Segment];
        bool completed;
        do
        {
            decoder.Convert(bytes, chars, flush, out var used, out var written, out completed);
            add(chars[..written]);
            bytes = bytes[used..];
        }
        while (!completed);
    }
}
