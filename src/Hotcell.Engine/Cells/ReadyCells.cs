using System.Runtime.InteropServices;
using Hotcell.Protocol;

namespace Hotcell.Engine.Cells;

/// <summary>What makes two cells that nobody has used interchangeable.</summary>
internal sealed class CellClass(ICellMaker warden, CellPlan plan) : IEquatable<CellClass>
{
    private readonly CellPlan _plan = plan;

    public ICellMaker Warden => warden;

    public CellPlan Plan => _plan;

    /// <summary>A plan has no padding: its bytes are its value.</summary>
    private ReadOnlySpan<byte> Bytes => MemoryMarshal.AsBytes(new ReadOnlySpan<CellPlan>(in _plan));

    public bool Equals(CellClass? other) => other is not null && Warden == other.Warden && Bytes.SequenceEqual(other.Bytes);

    public override bool Equals(object? obj) => Equals(obj as CellClass);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Bytes);
        return hash.ToHashCode();
    }
}

/// <summary>The ready cells of one class, and how much it is used. The pool's lock guards it.</summary>
internal sealed class ReadyCells(CellClass cellClass)
{
    private int _peak;
    private int _lastPeak;

    public CellClass Class { get; } = cellClass;

    /// <summary>In the order in which they were asked for; some may still be in the making.</summary>
    public Queue<Task<Cell>> Waiting { get; } = new();

    /// <summary>Grows with every use of any class.</summary>
    public long LastUse { get; set; }

    public int Running { get; set; }

    /// <summary>As many as ran at once in this window or the last, and one for whoever comes while they run.</summary>
    public int Wanted => Math.Max(_peak, _lastPeak) is > 0 and var peak ? peak + 1 : 0;

    public void Begin() => _peak = Math.Max(_peak, ++Running);

    public void EndWindow() => (_lastPeak, _peak) = (_peak, Running);
}
