using System.Runtime.InteropServices;
using Hotcell.Linux.Cgroups;

namespace Hotcell.Warden.Serving;

/// <summary>A living cell.</summary>
internal struct CellSlot
{
    /// <summary>0: free.</summary>
    public int Pid;
    public int Pidfd;

    /// <summary>An eventfd(2) by which init says that no process of the program is left.</summary>
    public int Over;

    /// <summary>Whether the connection was told of its end: what is left of it has no name any more.</summary>
    public bool Told;

    /// <summary>The server's name for it.</summary>
    public uint Id;

    /// <summary>Index of the connection that made it; −1 when that is gone.</summary>
    public int Connection;

    /// <summary>First of its two user ids in the warden's namespace.</summary>
    public uint Uids;
    public CellGroups Groups;
}

/// <summary>
/// All cells of a running warden, in native memory of fixed size: nothing grows, nothing is collected. Slots are given out in turn, so that
/// user ids and group names come round as late as possible.
/// </summary>
internal sealed unsafe class Tables
{
    private const int IdsPerSlot = 2;
    private const int MostCells = 1000;
    private readonly bool _sharesIds;
    private int _nextCell;

    /// <param name="uidCount">User ids in the warden's namespace; two go to each cell, 0 is the warden's own.</param>
    /// <param name="sharesIds">There is only the warden's own, and everybody has it.</param>
    public Tables(uint uidCount, bool sharesIds)
    {
        _sharesIds = sharesIds;
        Capacity = sharesIds ? MostCells : (int)Math.Min(MostCells, (uidCount - IdsPerSlot) / IdsPerSlot);
        Cells = (CellSlot*)NativeMemory.AllocZeroed((nuint)Capacity, (nuint)sizeof(CellSlot));
    }

    /// <summary>How many may exist at once.</summary>
    public int Capacity { get; }

    public CellSlot* Cells { get; }

    /// <summary>First user id of a cell.</summary>
    public uint UidsOfCell(int slot) => _sharesIds ? 0 : (uint)(IdsPerSlot + (slot * IdsPerSlot));

    /// <summary>A free slot, or −1.</summary>
    public int TakeCell()
    {
        for (var i = 0; i < Capacity; i++)
        {
            var slot = (_nextCell + i) % Capacity;
            if (Cells[slot].Pid == 0)
            {
                _nextCell = slot + 1;
                return slot;
            }
        }

        return -1;
    }

    /// <summary>The living cell that a connection calls <paramref name="id"/>, or −1.</summary>
    public int FindCell(int connection, uint id)
    {
        for (var i = 0; i < Capacity; i++)
        {
            if (Cells[i].Pid != 0 && Cells[i].Id == id && Cells[i].Connection == connection && !Cells[i].Told)
            {
                return i;
            }
        }

        return -1;
    }
}
