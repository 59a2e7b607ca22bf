using Hotcell.Protocol;

namespace Hotcell.Engine.Cells;

/// <summary>
/// The files that a compiler left: the frames in which its cell told of them, kept as they came, to be said to the next cell in the same words.
/// Nothing here looks into them, and no cell can change them. The cell that tells is hostile: whatever it says, no more is kept than allowed.
/// </summary>
/// <param name="limit">As <see cref="StartHeader.FilesBytes"/>.</param>
internal sealed class Artifact(ByteSize limit) : IFileSink
{
    private const int SmallestBlock = 16 * 1024;
    private const int LargestBlock = 1024 * 1024;

    private readonly List<byte[]> _blocks = [];
    private int _used;
    private bool _open;
    private long _taken;

    public ByteSize Limit => limit;

    public bool TakesPart => false;

    /// <summary>What the files take, as <see cref="Limit"/> counts.</summary>
    public ByteSize Taken => new(_taken);

    /// <summary>What it holds in memory.</summary>
    public long Bytes => _blocks.Sum(block => (long)block.Length);

    /// <summary>All frames, one after the other.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Blocks => _blocks.Select((block, i) => new ReadOnlyMemory<byte>(block, 0, i == _blocks.Count - 1 ? _used : block.Length));

    /// <inheritdoc/>
    public bool TryAdd(FrameKind kind, ReadOnlySpan<byte> payload)
    {
        var isFile = kind == FrameKind.File;
        if (isFile ? payload.Length is <= FileHeader.Size or > FileHeader.Size + FileHeader.MaxPath : !_open || payload.IsEmpty)
        {
            return false;
        }

        _open = true;
        _taken += isFile ? FileHeader.Overhead : payload.Length;
        if (_taken > limit.Bytes)
        {
            return false;
        }

        Span<byte> header = stackalloc byte[FrameHeader.Size];
        Wire.Write(header, new FrameHeader { Kind = kind, Length = (uint)payload.Length });
        Append(header);
        Append(payload);
        return true;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_blocks.Count == 0 || _used == _blocks[^1].Length)
            {
                _blocks.Add(GC.AllocateUninitializedArray<byte>(_blocks.Count == 0 ? SmallestBlock : Math.Min(2 * _blocks[^1].Length, LargestBlock)));
                _used = 0;
            }

            var part = Math.Min(bytes.Length, _blocks[^1].Length - _used);
            bytes[..part].CopyTo(_blocks[^1].AsSpan(_used));
            _used += part;
            bytes = bytes[part..];
        }
    }
}
