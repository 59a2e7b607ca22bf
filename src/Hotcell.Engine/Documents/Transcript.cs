using System.Text;
using Hotcell.Engine.Executions;

namespace Hotcell.Engine.Documents;

/// <summary>
/// Two byte streams as one text, in order of arrival. Each stream has a decoder of its own that remembers a split character, so that neither a
/// chunk's end nor bytes of the other stream can tear one apart.
/// </summary>
public sealed class Transcript
{
    private readonly StringBuilder _text = new();
    private readonly Decoder _stdout = Encoding.UTF8.GetDecoder();
    private readonly Decoder _stderr = Encoding.UTF8.GetDecoder();

    public void Add(OutputStream stream, ReadOnlySpan<byte> bytes) => Decode(stream == OutputStream.Stdout ? _stdout : _stderr, bytes, flush: false);

    /// <summary>The whole text; a character that was never completed becomes U+FFFD.</summary>
    public string Finish()
    {
        Decode(_stdout, [], flush: true);
        Decode(_stderr, [], flush: true);
        return _text.ToString();
    }

    private void Decode(Decoder decoder, ReadOnlySpan<byte> bytes, bool flush)
    {
        Span<char> chars = stackalloc char[1024];
        bool completed;
        do
        {
            decoder.Convert(bytes, chars, flush, out var used, out var written, out completed);
            _text.Append(chars[..written]);
            bytes = bytes[used..];
        }
        while (!completed);
    }
}
