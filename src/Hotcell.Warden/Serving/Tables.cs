using System.Runtime.InteropServices;
using Hotcell.Linux.Cgroups;

namespace Hotcell.Warden.Serving;

/// <summary>A living cell.</summary>
internal struct CellSlot
{
    /// <summary>0: free.</summary>
    public int Pid;
    public int Pidfd;

    /// <summary>The server's name for it.</summary>
    public uint Id;

    /// <summary>Index of the connection that made it; −1 when that is gone.</summary>
    public int Connection;

    /// <summary>Index of the artifact it uses; −1 for none.</summary>
    public int Artifact;

    /// <summary>First of its two user ids in the warden's namespace.</summary>
    public uint Uids;
    public CellGroups Groups;
}

/// <summary>A kept /work.</summary>
internal struct ArtifactSlot
{
    /// <summary>0: free.</summary>
    public ulong Handle;
    public int Connection;

    /// <summary>Size of its tmpfs, in bytes.</summary>
    public ulong Bytes;

    /// <summary>Living cells that have it mounted.</summary>
    public int Users;

    /// <summary>The one that uses it may write to it.</summary>
    public bool HasWriter;

    /// <summary>Waits for its last user to end.</summary>
    public bool Released;
    public uint Uids;
}

/// <summary>
/// All cells and artifacts of a running warden, in native memory of fixed size: nothing grows, nothing is collected. Slots are given out in turn, so that
/// user ids and group names come round as late as possible.
/// </summary>
internal sealed unsafe class Tables
{
    private const int IdsPerSlot = 2;
    private int _nextCell;
    private int _nextArtifact;

    /// <param name="uidCount">User ids in the warden's namespace; two go to each cell and each artifact, 0 is the warden's own.</param>
    public Tables(uint uidCount)
    {
        Capacity = (int)Math.Min(1000, (uidCount - IdsPerSlot) / (2 * IdsPerSlot));
        Cells = (CellSlot*)NativeMemory.AllocZeroed((nuint)Capacity, (nuint)sizeof(CellSlot));
        Artifacts = (ArtifactSlot*)NativeMemory.AllocZeroed((nuint)Capacity, (nuint)sizeof(ArtifactSlot));
    }

    /// <summary>Cells, and separately artifacts, that may exist at once.</summary>
    public int Capacity { get; }

    public CellSlot* Cells { get; }

    public ArtifactSlot* Artifacts { get; }

    /// <summary>First user id of a cell without an artifact.</summary>
    public static uint UidsOfCell(int slot) => (uint)(IdsPerSlot + (slot * IdsPerSlot));

    /// <summary>First user id of all cells of an artifact.</summary>
    public uint UidsOfArtifact(int slot) => (uint)(IdsPerSlot + ((Capacity + slot) * IdsPerSlot));

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

    /// <summary>A free slot, or −1.</summary>
    public int TakeArtifact()
    {
        for (var i = 0; i < Capacity; i++)
        {
            var slot = (_nextArtifact + i) % Capacity;
            if (Artifacts[slot].Handle == 0)
            {
                _nextArtifact = slot + 1;
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
            if (Cells[i].Pid != 0 && Cells[i].Id == id && Cells[i].Connection == connection)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The artifact that a connection calls <paramref name="handle"/>, or −1.</summary>
    public int FindArtifact(int connection, ulong handle)
    {
        for (var i = 0; i < Capacity; i++)
        {
            if (handle != 0 && Artifacts[i].Handle == handle && Artifacts[i].Connection == connection && !Artifacts[i].Released)
            {
                return i;
            }
        }

        return -1;
    }
}
