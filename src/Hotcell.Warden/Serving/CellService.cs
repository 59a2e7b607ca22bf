using Hotcell.Linux;
using Hotcell.Linux.Abi;
using Hotcell.Linux.Cgroups;
using Hotcell.Protocol;

namespace Hotcell.Warden.Serving;

/// <summary>What servers may do with cells, and what happens when a cell ends.</summary>
internal sealed unsafe class CellService(Tables tables, WardenLimits limits, ImageTable images, CellMaker maker, CgroupDriver cgroups, Connections connections, Epoll epoll)
{
    /// <summary>Makes a cell, or refuses it; the answer goes to its connection.</summary>
    public void Create(int connection, uint id, in CellPlan plan)
    {
        var badField = limits.FindBadField(plan);
        if (badField >= 0)
        {
            Refuse(connection, id, CellStep.CheckPlan, (ushort)badField, Errno.EINVAL);
            return;
        }

        if (tables.FindCell(connection, id) >= 0)
        {
            Refuse(connection, id, CellStep.FindSlot, 0, Errno.EEXIST);
            return;
        }

        var slot = tables.TakeCell();
        if (slot < 0)
        {
            Refuse(connection, id, CellStep.FindSlot, 1, Errno.ENOSPC);
            return;
        }

        var mounted = images.Prepare(plan.Image, plan.ImageVersion);
        if (mounted < 0)
        {
            Refuse(connection, id, CellStep.FindImage, 0, -mounted);
            return;
        }

        var cell = tables.Cells + slot;
        *cell = new CellSlot { Id = id, Connection = connection, Uids = tables.UidsOfCell(slot) };
        int data;
        StepFailure failure;
        if (!maker.TryMake(plan, cell, (uint)slot, &data, &failure))
        {
            *cell = default;
            connections.Send(connection, ControlKind.CellRefused, id, failure);
            return;
        }

        epoll.Watch(cell->Over, Source.Program, slot);
        epoll.Watch(cell->Pidfd, Source.Cell, slot);
        connections.Send(connection, ControlKind.CellCreated, id, data);
        Sys.Close(data);
    }

    /// <summary>A cell that has just ended is not an error: its CellEnded is on the way.</summary>
    public void Kill(int connection, uint id)
    {
        var cell = tables.FindCell(connection, id);
        if (cell >= 0)
        {
            Sys.KillPidfd(tables.Cells[cell].Pidfd, Signals.SIGKILL);
        }
    }

    /// <summary>Init says that no process of the program is left: the server need not wait until the rest is gone.</summary>
    public void Tell(int slot)
    {
        var cell = tables.Cells + slot;
        ulong count;
        if (cell->Pid != 0 && !cell->Told && Sys.Read(cell->Over, &count, sizeof(ulong)) == sizeof(ulong))
        {
            Tell(cell, initStatus: 0);
            Forget(&cell->Over);
        }
    }

    /// <summary>A cell's init has ended, and with it every process of the cell: cleans up.</summary>
    public void End(int slot)
    {
        var cell = tables.Cells + slot;
        int status;
        if (cell->Pid == 0 || Sys.WaitChild(cell->Pid, &status, Processes.WNOHANG, null) != cell->Pid)
        {
            return;
        }

        if (!cell->Told)
        {
            Tell(cell, status);
            Forget(&cell->Over);
        }

        Forget(&cell->Pidfd);
        cgroups.Remove((uint)slot, &cell->Groups);
        *cell = default;
    }

    /// <summary>All that a connection made goes with it.</summary>
    public void Desert(int connection)
    {
        for (var i = 0; i < tables.Capacity; i++)
        {
            if (tables.Cells[i].Pid != 0 && tables.Cells[i].Connection == connection)
            {
                tables.Cells[i].Connection = -1;
                Sys.KillPidfd(tables.Cells[i].Pidfd, Signals.SIGKILL);
            }
        }
    }

    private void Tell(CellSlot* cell, int initStatus)
    {
        CgroupUsage used;
        cgroups.ReadUsage(&cell->Groups, &used);
        cell->Told = true;
        if (cell->Connection >= 0)
        {
            connections.Send(cell->Connection, ControlKind.CellEnded, cell->Id, new CellUsage
            {
                CpuMicroseconds = used.CpuMicroseconds,
                PeakMemoryBytes = used.PeakMemoryBytes,
                OomKills = used.OomKills,
                RefusedForks = used.RefusedForks,
                InitStatus = (uint)initStatus,
            });
        }
    }

    private void Forget(int* watched)
    {
        epoll.Forget(*watched);
        Sys.Close(*watched);
        *watched = -1;
    }

    private void Refuse(int connection, uint id, CellStep step, ushort index, int errno) =>
        connections.Send(connection, ControlKind.CellRefused, id, new StepFailure { Step = step, Index = index, Errno = errno });
}
