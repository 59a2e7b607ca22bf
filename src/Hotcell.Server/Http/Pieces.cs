using System.Buffers;

namespace Hotcell.Server.Http;

/// <summary>A document as it is written, in pieces: a large one needs no large array, does not grow by copying, and goes piece by piece.</summary>
internal sealed class Pieces : IBufferWriter<byte>
{
    private const int FirstPiece = 2 * 1024;

    /// <summary>Below what the collector takes for a large object.</summary>
    private const int LargestPiece = 64 * 1024;

    private readonly Queue<ReadOnlyMemory<byte>> _full = new();
    private byte[] _piece = [];
    private int _used;

    /// <summary>Bytes written, whether taken since or not.</summary>
    public long Length { get; private set; }

    public static Pieces Of(Action<IBufferWriter<byte>> write)
    {
        var pieces = new Pieces();
        write(pieces);
        return pieces;
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
            var usual = Length == 0 ? FirstPiece : LargestPiece;
            _piece = GC.AllocateUninitializedArray<byte>(Math.Max(usual, sizeHint));
        }

        return _piece.AsMemory(_used);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>The next piece, which is then no longer held; false when there is none. Nothing may be written afterwards.</summary>
    public bool TryTake(out ReadOnlyMemory<byte> piece)
    {
        Close();
        return _full.TryDequeue(out piece);
    }

    private void Close()
    {
        if (_used > 0)
        {
            _full.Enqueue(_piece.AsMemory(0, _used));
        }

        (_piece, _used) = ([], 0);
    }
}
