using Hotcell.Protocol;

namespace Hotcell.Engine.Cells;

/// <summary>Makes cells: a warden, as the pool sees it.</summary>
internal interface ICellMaker
{
    /// <exception cref="CellRefusedException">The warden says which step failed.</exception>
    /// <exception cref="WardenLostException">The warden died, or does not answer.</exception>
    Task<Cell> CreateAsync(CellPlan plan);
}
