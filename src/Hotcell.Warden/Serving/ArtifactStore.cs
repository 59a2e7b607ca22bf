using Hotcell.Linux;
using Hotcell.Linux.Abi;
using Hotcell.Protocol;

namespace Hotcell.Warden.Serving;

/// <summary>
/// The /work folders that outlive a cell, each a tmpfs mounted at /artifacts/N of the warden's own root, where cells clone it from. What is in
/// them is never looked at from here.
/// </summary>
/// <param name="tables">Of the warden.</param>
/// <param name="budget">What all of them together may hold, in bytes: their contents outlive the memory group of the cell that wrote them.</param>
internal sealed unsafe class ArtifactStore(Tables tables, ulong budget)
{
    private const int OptionsLength = 128;
    private ulong _bytes;

    /// <summary>The slot whose artifact the plan wants, made if it must be; −1 for a private /work.</summary>
    /// <returns>0, or −errno with the step that failed.</returns>
    public int Resolve(int connection, in CellPlan plan, int* slot, CellStep* failed)
    {
        *slot = -1;
        *failed = CellStep.FindArtifact;
        if (plan.Work == WorkKind.Private)
        {
            return 0;
        }

        var found = tables.FindArtifact(connection, plan.WorkHandle);
        if (plan.Work == WorkKind.CreateArtifact)
        {
            return found >= 0 ? -Errno.EEXIST : Create(connection, plan, slot, failed);
        }

        if (found < 0)
        {
            return -Errno.ENOENT;
        }

        // A cell that writes to it has it alone.
        if (tables.Artifacts[found].HasWriter || (plan.Work == WorkKind.AttachArtifact && tables.Artifacts[found].Users > 0))
        {
            return -Errno.EBUSY;
        }

        *slot = found;
        return plan.Work == WorkKind.AttachArtifact ? Resize(found, plan) : 0;
    }

    /// <summary>A cell that uses it has been made.</summary>
    public void Enter(int slot, WorkKind work)
    {
        tables.Artifacts[slot].Users++;
        tables.Artifacts[slot].HasWriter = work != WorkKind.AttachArtifactReadOnly;
    }

    /// <summary>Lets the artifact go as soon as no cell uses it.</summary>
    public void Release(int slot)
    {
        var artifact = tables.Artifacts + slot;
        artifact->Released = true;
        if (artifact->Users == 0)
        {
            var path = stackalloc byte[32];
            Sys.Unmount(Path(path, slot), Mount.MNT_DETACH);
            _bytes -= artifact->Bytes;
            *artifact = default;
        }
    }

    /// <summary>A cell that used it has ended.</summary>
    public void Leave(int slot)
    {
        var artifact = tables.Artifacts + slot;
        artifact->Users--;
        artifact->HasWriter = false;
        if (artifact->Released)
        {
            Release(slot);
        }
    }

    private int Create(int connection, in CellPlan plan, int* slot, CellStep* failed)
    {
        *failed = CellStep.MakeArtifact;
        var free = tables.TakeArtifact();
        if (free < 0 || plan.WorkBytes > budget - _bytes)
        {
            return -Errno.ENOSPC;
        }

        var uids = tables.UidsOfArtifact(free);
        var options = stackalloc byte[OptionsLength];
        Size(options, plan.WorkBytes, plan.Inodes)
            .Text(",mode=0700,uid="u8).Number(uids + 1)
            .Text(",gid="u8).Number(uids + 1)
            .Terminated();
        var path = stackalloc byte[32];
        var result = Sys.MountFs(Sys.Z("tmpfs"u8), Path(path, free), Sys.Z("tmpfs"u8), Mount.MS_NOSUID | Mount.MS_NODEV, options);
        if (result < 0)
        {
            return result;
        }

        tables.Artifacts[free] = new ArtifactSlot { Handle = plan.WorkHandle, Connection = connection, Uids = uids, Bytes = plan.WorkBytes };
        _bytes += plan.WorkBytes;
        *slot = free;
        return 0;
    }

    /// <summary>A cell that goes on writing has limits of its own, but is not refused for what the cells before it left.</summary>
    private static int Resize(int slot, in CellPlan plan)
    {
        var path = stackalloc byte[32];
        Path(path, slot);
        ulong bytes;
        ulong inodes;
        var result = Sys.GetUse(path, &bytes, &inodes);
        if (result < 0)
        {
            return result;
        }

        var options = stackalloc byte[OptionsLength];
        Size(options, Math.Max(plan.WorkBytes, bytes), Math.Max(plan.Inodes, inodes)).Terminated();
        return Sys.MountFs(null, path, null, Mount.MS_REMOUNT | Mount.MS_NOSUID | Mount.MS_NODEV, options);
    }

    private static AsciiWriter Size(byte* options, ulong bytes, ulong inodes) =>
        new AsciiWriter(options, OptionsLength).Text("size="u8).Number(bytes).Text(",nr_inodes="u8).Number(inodes);

    private static byte* Path(byte* buffer, int slot) => new AsciiWriter(buffer, 32).Text("/artifacts/"u8).Number((ulong)slot).Terminated();
}
