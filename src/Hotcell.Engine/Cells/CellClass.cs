using System.Runtime.InteropServices;
using Hotcell.Protocol;

namespace Hotcell.Engine.Cells;

/// <summary>What makes two cells that nobody has used interchangeable.</summary>
/// <param name="warden">Who makes them.</param>
/// <param name="plan">Of a cell that does not boot.</param>
/// <param name="boot">What they boot; null for nothing.</param>
internal sealed class CellClass(ICellMaker warden, CellPlan plan, BootPlan? boot) : IEquatable<CellClass>
{
    /// <summary>A cell without a program: its two processes, its mounts and namespaces, measured.</summary>
    private static readonly ByteSize ColdCell = ByteSize.FromMebibytes(1);

    private readonly CellPlan _plan = plan with { Boots = boot is null ? (byte)0 : (byte)1 };

    public BootPlan? Boot => boot;

    /// <summary>What one of them holds in memory.</summary>
    public long Bytes => ColdCell.Bytes + (boot?.Memory.Bytes ?? 0);

    /// <summary>A plan has no padding: its bytes are its value.</summary>
    private ReadOnlySpan<byte> PlanBytes => MemoryMarshal.AsBytes(new ReadOnlySpan<CellPlan>(in _plan));

    /// <summary>Completes when the cell only waits for its program.</summary>
    /// <exception cref="BootException">The runtime did not boot.</exception>
    /// <exception cref="CellRefusedException">The warden says which step failed.</exception>
    /// <exception cref="WardenLostException">The warden died, or does not answer.</exception>
    public async Task<Cell> MakeAsync()
    {
        var cell = await warden.CreateAsync(_plan);
        if (boot is not null)
        {
            await cell.BootAsync(boot);
        }

        return cell;
    }

    public bool Equals(CellClass? other) =>
        other is not null && warden == other.Warden && PlanBytes.SequenceEqual(other.PlanBytes) && Equals(boot, other.Boot);

    public override bool Equals(object? obj) => Equals(obj as CellClass);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(PlanBytes);
        hash.Add(boot);
        return hash.ToHashCode();
    }

    private ICellMaker Warden => warden;
}
