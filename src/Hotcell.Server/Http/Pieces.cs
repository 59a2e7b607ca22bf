using System.Buffers;
using Hotcell.Engine.Documents;

namespace Hotcell.Server.Http;

/// <summary>
/// A document as it is written, in pieces: a large one needs no large array, does not grow by copying, and goes piece by piece. Its long texts are made when they are
/// taken, in a window that is used again and again: a client that takes nothing holds what the texts are made of, and no more.
/// </summary>
internal sealed class Pieces : ILongTextWriter
{
    private const int FirstPiece = 2 * 1024;

    /// <summary>Below what the collector takes for a large object.</summary>
    private const int LargestPiece = 64 * 1024;

    private readonly Queue<(ReadOnlyMemory<byte> Bytes, LongText? Text)> _full = new();
    private byte[] _piece = [];
    private int _used;

    /// <summary>Bytes written, whether taken since or not; without long texts.</summary>
    public long Length { get; private set; }

    /// <summary>Whether there are texts of which nobody knows yet how long they will be.</summary>
    public bool HasLongTexts { get; private set; }

    public static Pieces Of(Action<IBufferWriter<byte>> write)
    {
        var pieces = new Pieces();
        write(pieces);
        return pieces;
    }

    public void Write(LongText text)
    {
        Close();
        _full.Enqueue((default, text));
        HasLongTexts = true;
    }

    public void Advance(int count)
    {
        _used += count;
        Length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_piece.Length - _used < Math.Max(1, sizeHint))
        {
            Close();
            var usual = (int)Math.Clamp(Length, FirstPiece, LargestPiece);
            _piece = GC.AllocateUninitializedArray<byte>(Math.Max(usual, sizeHint));
        }

        return _piece.AsMemory(_used);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>The next piece, which is there until the next call; false when there is none. Nothing may be written afterwards.</summary>
    public bool TryTake(out ReadOnlyMemory<byte> piece)
    {
        Close();
        while (_full.TryPeek(out var next))
        {
            if (next.Text is null || !next.Text.TryRead(out piece))
            {
                _full.Dequeue();
                piece = next.Bytes;
            }

            if (!piece.IsEmpty)
            {
                return true;
            }
        }

        piece = default;
        return false;
    }

    private void Close()
    {
        if (_used > 0)
        {
            _full.Enqueue((_piece.AsMemory(0, _used), null));
        }

        (_piece, _used) = ([], 0);
    }
}
