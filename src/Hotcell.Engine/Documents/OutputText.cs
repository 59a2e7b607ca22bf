using System.Text;
using Hotcell.Engine.Executions;

namespace Hotcell.Engine.Documents;

public enum OutputEncoding
{
    /// <summary>Text; what is not UTF-8 becomes U+FFFD.</summary>
    Utf8,

    /// <summary>The bytes as they were.</summary>
    Base64,
}

/// <summary>
/// Bytes that are a text in a document. They stay bytes until the document is written, and then become text a piece at a time (<see cref="OutputTextCursor"/>): a text of
/// megabytes needs no more memory than its bytes have already.
/// </summary>
/// <param name="pieces">Of which stream each is matters to text: a character of one may be torn by bytes of the other.</param>
/// <param name="length">Of all pieces.</param>
public sealed class OutputText(IEnumerable<(OutputStream Stream, ReadOnlyMemory<byte> Bytes)> pieces, int length, OutputEncoding encoding)
{
    public static OutputText Empty { get; } = new([], 0, OutputEncoding.Utf8);

    /// <summary>In bytes, before they are encoded.</summary>
    public int Length => length;

    public OutputEncoding Encoding => encoding;

    internal IEnumerable<(OutputStream Stream, ReadOnlyMemory<byte> Bytes)> Pieces => pieces;

    public static OutputText Of(ReadOnlyMemory<byte> bytes, OutputEncoding encoding = OutputEncoding.Utf8) => new([(OutputStream.Stdout, bytes)], bytes.Length, encoding);

    public static OutputText Of(string text) => Of(System.Text.Encoding.UTF8.GetBytes(text));

    public static OutputText Of(StageOutput output, OutputStream stream, OutputEncoding encoding = OutputEncoding.Utf8) => new(output.Pieces(stream), output.LengthOf(stream), encoding);

    /// <summary>Both streams in the order in which they arrived.</summary>
    public static OutputText InOrder(StageOutput output, OutputEncoding encoding = OutputEncoding.Utf8) => new(output.PiecesInOrder(), output.Length, encoding);

    /// <summary>Its beginning, of at most so many bytes.</summary>
    public OutputText First(int most) => length <= most ? this : new OutputText(Begin(most), most, encoding);

    private IEnumerable<(OutputStream Stream, ReadOnlyMemory<byte> Bytes)> Begin(int most)
    {
        foreach (var (stream, bytes) in pieces)
        {
            var taken = Math.Min(bytes.Length, most);
            yield return (stream, bytes[..taken]);
            if ((most -= taken) == 0)
            {
                yield break;
            }
        }
    }

    /// <summary>The whole text: for those that are not large.</summary>
    public override string ToString()
    {
        if (encoding == OutputEncoding.Base64)
        {
            return Convert.ToBase64String([.. pieces.SelectMany(piece => piece.Bytes.ToArray())]);
        }

        var text = new StringBuilder();
        var decoder = new StreamDecoder();
        foreach (var (stream, bytes) in pieces)
        {
            decoder.Decode(stream, bytes.Span, part => text.Append(part));
        }

        decoder.Finish(part => text.Append(part));
        return text.ToString();
    }
}
