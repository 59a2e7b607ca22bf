using System.Runtime.InteropServices;

namespace Hotcell.Engine.Executions;

/// <summary>
/// What one stage wrote: the bytes of both streams in the order of arrival, held once. Bytes are where they are for good, in chunks, so that much output needs no room to
/// grow and no large array, and slices of it stay true. Beside them are only the lengths of the stretches of one stream.
/// </summary>
public sealed class StageOutput
{
    /// <summary>In bytes, below what the collector takes for a large object. All chunks have it but the last.</summary>
    private const int ChunkSize = 64 * 1024;

    private readonly List<byte[]> _chunks = [];

    /// <summary>Lengths, in order; negative for stderr.</summary>
    private readonly List<int> _stretches = [];

    private int _length;
    private int _stdoutLength;

    /// <summary>How many of the bytes are told in order: all, unless it was cut.</summary>
    private int _mostInOrder = int.MaxValue;

    public static StageOutput None { get; } = new();

    /// <summary>Of which nobody knows the order: stdout comes first.</summary>
    public static StageOutput Of(ReadOnlySpan<byte> stdout, ReadOnlySpan<byte> stderr = default)
    {
        var output = new StageOutput();
        output.Append(OutputStream.Stdout, stdout);
        output.Append(OutputStream.Stderr, stderr);
        return output;
    }

    /// <summary>Of both streams in order.</summary>
    public int Length => Math.Min(_length, _mostInOrder);

    /// <summary>What it takes in memory, in bytes.</summary>
    public long Held => (_chunks.Count == 0 ? 0 : ((_chunks.Count - 1L) * ChunkSize) + _chunks[^1].Length) + ((long)_stretches.Capacity * sizeof(int));

    /// <summary>One stream, whole. A copy, unless it is in one piece: for outputs that are not large.</summary>
    public ReadOnlyMemory<byte> Stdout => Join(Pieces(OutputStream.Stdout), LengthOf(OutputStream.Stdout));

    /// <inheritdoc cref="Stdout"/>
    public ReadOnlyMemory<byte> Stderr => Join(Pieces(OutputStream.Stderr), LengthOf(OutputStream.Stderr));

    /// <summary>Both streams in order, whole. A copy, unless they are in one chunk: for outputs that are not large.</summary>
    public ReadOnlyMemory<byte> Interleaved => Length <= ChunkSize && _chunks is [var only, ..] ? only.AsMemory(0, Length) : Join(PiecesInOrder(), Length);

    public int LengthOf(OutputStream stream) => stream == OutputStream.Stdout ? _stdoutLength : _length - _stdoutLength;

    /// <summary>One stream, in pieces of which none is large.</summary>
    public IEnumerable<(OutputStream Stream, ReadOnlyMemory<byte> Bytes)> Pieces(OutputStream stream) =>
        LengthOf(stream) == 0 ? [] : Pieces(0, _length).Where(piece => piece.Stream == stream);

    /// <summary>Both streams in the order in which init read them, in pieces of which none is large.</summary>
    public IEnumerable<(OutputStream Stream, ReadOnlyMemory<byte> Bytes)> PiecesInOrder() => Pieces(0, Length);

    /// <summary>With no more than <paramref name="most"/> bytes of each stream, and of both in order. Refers to nothing of what is left out.</summary>
    public StageOutput First(int most)
    {
        if (Length <= most && LengthOf(OutputStream.Stdout) <= most && LengthOf(OutputStream.Stderr) <= most)
        {
            return this;
        }

        var first = new StageOutput { _mostInOrder = Math.Min(_mostInOrder, most) };
        foreach (var (stream, bytes) in Pieces(0, _length))
        {
            first.Append(stream, bytes.Span[..Math.Min(bytes.Length, most - first.LengthOf(stream))]);
        }

        return first;
    }

    /// <summary>Each stream with what <paramref name="select"/> leaves of its pieces.</summary>
    internal StageOutput Select(Func<OutputStream, ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> select)
    {
        var selected = new StageOutput();
        foreach (var (stream, bytes) in PiecesInOrder())
        {
            selected.Append(stream, select(stream, bytes).Span);
        }

        if (Length < _length)
        {
            selected._mostInOrder = selected._length;
            foreach (var (stream, bytes) in Pieces(Length, _length))
            {
                selected.Append(stream, select(stream, bytes).Span);
            }
        }

        return selected;
    }

    internal void Append(OutputStream stream, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        var signed = stream == OutputStream.Stdout ? bytes.Length : -bytes.Length;
        if (_stretches.Count > 0 && _stretches[^1] > 0 == signed > 0)
        {
            CollectionsMarshal.AsSpan(_stretches)[^1] += signed;
        }
        else
        {
            _stretches.Add(signed);
        }

        _stdoutLength += Math.Max(signed, 0);
        while (!bytes.IsEmpty)
        {
            var room = Room(bytes.Length);
            var taken = Math.Min(bytes.Length, room.Length);
            bytes[..taken].CopyTo(room);
            bytes = bytes[taken..];
            _length += taken;
        }
    }

    /// <summary>The bytes of one stream at a place, as many as there are in one piece; none at the end.</summary>
    internal (OutputStream Stream, ReadOnlyMemory<byte> Bytes) Next(ref Place place)
    {
        if (place.Stretch + 1 < _stretches.Count && Math.Abs(_stretches[place.Stretch]) == place.Within)
        {
            place = new Place(place.Offset, place.Stretch + 1, 0);
        }

        if (place.Offset == _length)
        {
            return default;
        }

        var (chunk, from) = Math.DivRem(place.Offset, ChunkSize);
        var stretch = _stretches[place.Stretch];
        var bytes = _chunks[chunk].AsMemory(from, Math.Min(Math.Abs(stretch) - place.Within, ChunkSize - from));
        place = new Place(place.Offset + bytes.Length, place.Stretch, place.Within + bytes.Length);
        return (stretch > 0 ? OutputStream.Stdout : OutputStream.Stderr, bytes);
    }

    /// <summary>Those from one offset to another.</summary>
    private IEnumerable<(OutputStream Stream, ReadOnlyMemory<byte> Bytes)> Pieces(int from, int to)
    {
        for (var place = default(Place); place.Offset < to;)
        {
            var offset = place.Offset;
            var (stream, bytes) = Next(ref place);
            if (place.Offset > from)
            {
                yield return (stream, bytes[Math.Max(0, from - offset)..Math.Min(bytes.Length, to - offset)]);
            }
        }
    }

    /// <summary>Some at the end. Most outputs are small: the first chunk grows, and stays as large as it has to be.</summary>
    private Span<byte> Room(int wanted)
    {
        if (_length % ChunkSize == 0 && _chunks.Count * (long)ChunkSize == _length)
        {
            _chunks.Add(GC.AllocateUninitializedArray<byte>(_length == 0 ? Math.Min(wanted, ChunkSize) : ChunkSize));
        }
        else if (_chunks is [var first] && first.Length - _length < wanted && first.Length < ChunkSize)
        {
            var larger = GC.AllocateUninitializedArray<byte>(Math.Min(Math.Max(_length + wanted, first.Length * 2), ChunkSize));
            first.AsSpan(0, _length).CopyTo(larger);
            _chunks[0] = larger;
        }

        return _chunks[^1].AsSpan(_length % ChunkSize);
    }

    private static ReadOnlyMemory<byte> Join(IEnumerable<(OutputStream Stream, ReadOnlyMemory<byte> Bytes)> pieces, int length)
    {
        var whole = Array.Empty<byte>();
        var at = 0;
        foreach (var (_, bytes) in pieces)
        {
            if (bytes.Length == length)
            {
                return bytes;
            }

            whole = at == 0 ? new byte[length] : whole;
            bytes.CopyTo(whole.AsMemory(at));
            at += bytes.Length;
        }

        return whole;
    }

    /// <summary>How far somebody has come: bytes in all, stretches before this one, and bytes of this one.</summary>
    internal readonly record struct Place(int Offset, int Stretch, int Within);
}
