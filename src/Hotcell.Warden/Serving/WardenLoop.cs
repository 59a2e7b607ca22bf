using System.Runtime.CompilerServices;
using Hotcell.Linux;
using Hotcell.Linux.Abi;
using Hotcell.Linux.Cgroups;
using Hotcell.Protocol;

namespace Hotcell.Warden.Serving;

/// <summary>
/// What a warden does all its life: one epoll(7) over the keeper's lifeline, the listening socket, the servers' connections and a pidfd per
/// cell. Every packet is answered before the next is read; making a cell takes well under a millisecond here, since the cell builds itself.
/// Nothing in this file or below allocates.
/// </summary>
internal sealed unsafe class WardenLoop(WardenArguments arguments, Tables tables, WardenLimits limits, CellMaker maker, CgroupDriver cgroups)
{
    private const int EventsAtOnce = 32;
    private const Isolation InForce = Isolation.UserNamespace | Isolation.MountNamespace | Isolation.PidNamespace | Isolation.NetworkNamespace
        | Isolation.IpcNamespace | Isolation.UtsNamespace | Isolation.CgroupNamespace | Isolation.MemoryCgroup | Isolation.PidsCgroup
        | Isolation.CpuCgroup | Isolation.Seccomp | Isolation.NoNewPrivileges | Isolation.NoCapabilities | Isolation.ReadOnlyRoot;

    private readonly ArtifactStore _artifacts = new(tables, limits.ArtifactBytes);
    private readonly byte[] _packet = GC.AllocateArray<byte>(ControlMessage.MaxPacket, pinned: true);
    private int _epoll;

    /// <summary>What an epoll event is about; its index is in the low half.</summary>
    private enum Source : uint
    {
        Lifeline,
        Listener,
        Connection,
        Cell,
    }

    /// <summary>Returns when the keeper is gone.</summary>
    public void Run()
    {
        _epoll = Sys.EpollCreate();
        Watch(WardenFds.Lifeline, Source.Lifeline, 0);
        Watch(WardenFds.Listener, Source.Listener, 0);
        var events = stackalloc EpollEvent[EventsAtOnce];
        var collections = GC.CollectionCount(0);
        while (true)
        {
            // A collection would mean that something allocates here, and might be going on in the middle of a clone.
            if (GC.CollectionCount(0) != collections)
            {
                throw new LinuxException("the warden collected garbage", Errno.ENOMEM);
            }

            var count = Sys.EpollWait(_epoll, events, EventsAtOnce);
            for (var i = 0; i < count; i++)
            {
                var index = (int)(uint)events[i].data;
                switch ((Source)(events[i].data >> 32))
                {
                    case Source.Lifeline:
                        return;
                    case Source.Listener:
                        Accept();
                        break;
                    case Source.Connection:
                        Receive(index);
                        break;
                    case Source.Cell:
                        End(index);
                        break;
                }
            }
        }
    }

    private void Watch(int fd, Source source, int index) => Sys.EpollAdd(_epoll, fd, ((ulong)source << 32) | (uint)index);

    private void Accept()
    {
        var fd = Sys.Accept(WardenFds.Listener, Net.SOCK_CLOEXEC);
        if (fd < 0)
        {
            return;
        }

        for (var i = 0; i < Tables.MaxConnections; i++)
        {
            if (tables.Connections[i] < 0)
            {
                tables.Connections[i] = fd;
                Watch(fd, Source.Connection, i);
                Send(i, ControlKind.Welcome, 0, new WelcomeBody
                {
                    Generation = arguments.Generation,
                    CgroupVersion = (byte)cgroups.Version,
                    Images = (byte)arguments.ImageRoots.Count,
                    MaxCells = (ushort)tables.Capacity,
                    Isolation = InForce,
                    MaxMemoryBytes = limits.MaxMemoryBytes,
                });
                return;
            }
        }

        Sys.Close(fd);
    }

    private void Receive(int connection)
    {
        int fd;
        nint length;
        fixed (byte* packet = _packet)
        {
            length = Sys.ReceivePacket(tables.Connections[connection], packet, _packet.Length, &fd, Net.MSG_DONTWAIT);
        }

        // No packet brings a descriptor to the warden.
        if (fd >= 0)
        {
            Sys.Close(fd);
        }

        if (length is -Errno.EAGAIN or -Errno.EINTR)
        {
            return;
        }

        if (fd >= 0 || length <= 0 || !TryAct(connection, new ReadOnlySpan<byte>(_packet, 0, (int)length)))
        {
            Disconnect(connection);
        }
    }

    /// <summary>False when the packet is none that a server of this version sends.</summary>
    private bool TryAct(int connection, ReadOnlySpan<byte> packet)
    {
        if (!Wire.TryRead<ControlMessage>(packet, out var header) || header.Version != ProtocolVersion.Number || header.Reserved != 0)
        {
            return false;
        }

        var body = packet[ControlMessage.Size..];
        switch (header.Kind)
        {
            case ControlKind.CreateCell when body.Length == CellPlan.Size && Wire.TryRead<CellPlan>(body, out var plan):
                Create(connection, header.Cell, plan);
                return true;
            case ControlKind.KillCell when body.IsEmpty:
                // A cell that has just ended is not an error: its CellEnded is on the way.
                var cell = tables.FindCell(connection, header.Cell);
                if (cell >= 0)
                {
                    Sys.KillPidfd(tables.Cells[cell].Pidfd, Signals.SIGKILL);
                }

                return true;
            case ControlKind.ReleaseArtifact when body.IsEmpty:
                var artifact = tables.FindArtifact(connection, header.Handle);
                if (artifact >= 0)
                {
                    _artifacts.Release(artifact);
                }

                return true;
            default:
                return false;
        }
    }

    private void Create(int connection, uint id, in CellPlan plan)
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

        int artifact;
        CellStep failed;
        var resolved = _artifacts.Resolve(connection, plan, &artifact, &failed);
        if (resolved < 0)
        {
            Refuse(connection, id, failed, 0, -resolved);
            return;
        }

        var cell = tables.Cells + slot;
        *cell = new CellSlot
        {
            Id = id,
            Connection = connection,
            Artifact = artifact,
            Uids = artifact >= 0 ? tables.Artifacts[artifact].Uids : Tables.UidsOfCell(slot),
        };
        int data;
        StepFailure failure;
        if (!maker.TryMake(plan, cell, (uint)slot, &data, &failure))
        {
            *cell = default;
            if (plan.Work == WorkKind.CreateArtifact)
            {
                _artifacts.Release(artifact);
            }

            Send(connection, ControlKind.CellRefused, id, failure);
            return;
        }

        if (artifact >= 0)
        {
            _artifacts.Enter(artifact, plan.Work);
        }

        Watch(cell->Pidfd, Source.Cell, slot);
        Send(connection, ControlKind.CellCreated, id, default(Nothing), data);
        Sys.Close(data);
    }

    /// <summary>A cell's init has ended, and with it every process of the cell: counts, cleans up, tells.</summary>
    private void End(int slot)
    {
        var cell = tables.Cells + slot;
        int status;
        if (cell->Pid == 0 || Sys.WaitChild(cell->Pid, &status, Processes.WNOHANG, null) != cell->Pid)
        {
            return;
        }

        CgroupUsage used;
        cgroups.ReadUsage(&cell->Groups, &used);
        if (cell->Artifact >= 0)
        {
            _artifacts.Leave(cell->Artifact);
        }

        // Told before the rest is cleaned up: the server need not wait for that.
        if (cell->Connection >= 0)
        {
            Send(cell->Connection, ControlKind.CellEnded, cell->Id, new CellUsage
            {
                CpuMicroseconds = used.CpuMicroseconds,
                PeakMemoryBytes = used.PeakMemoryBytes,
                OomKills = used.OomKills,
                RefusedForks = used.RefusedForks,
                InitStatus = (uint)status,
            });
        }

        Sys.EpollRemove(_epoll, cell->Pidfd);
        Sys.Close(cell->Pidfd);
        cgroups.Remove((uint)slot, &cell->Groups);
        *cell = default;
    }

    private void Refuse(int connection, uint id, CellStep step, ushort index, int errno) =>
        Send(connection, ControlKind.CellRefused, id, new StepFailure { Step = step, Index = index, Errno = errno });

    private void Send<T>(int connection, ControlKind kind, uint cell, T body, int fd = -1)
        where T : unmanaged
    {
        var packet = stackalloc byte[ControlMessage.Size + sizeof(T)];
        Unsafe.WriteUnaligned(packet, new ControlMessage { Version = ProtocolVersion.Number, Kind = kind, Cell = cell });
        Unsafe.WriteUnaligned(packet + ControlMessage.Size, body);
        var length = typeof(T) == typeof(Nothing) ? ControlMessage.Size : ControlMessage.Size + sizeof(T);
        if (Sys.SendPacket(tables.Connections[connection], packet, length, fd, Net.MSG_DONTWAIT) < 0)
        {
            // A server that does not read its answers gets no more of them; its end is seen by the next receive.
            Sys.Call(SyscallNumber.__NR_shutdown, tables.Connections[connection], Net.SHUT_RDWR);
        }
    }

    /// <summary>All that a connection made goes with it.</summary>
    private void Disconnect(int connection)
    {
        Sys.EpollRemove(_epoll, tables.Connections[connection]);
        Sys.Close(tables.Connections[connection]);
        tables.Connections[connection] = -1;
        for (var i = 0; i < tables.Capacity; i++)
        {
            if (tables.Cells[i].Pid != 0 && tables.Cells[i].Connection == connection)
            {
                tables.Cells[i].Connection = -1;
                Sys.KillPidfd(tables.Cells[i].Pidfd, Signals.SIGKILL);
            }

            if (tables.Artifacts[i].Handle != 0 && tables.Artifacts[i].Connection == connection)
            {
                _artifacts.Release(i);
            }
        }
    }

    /// <summary>The body of a packet that has none.</summary>
    private readonly struct Nothing;
}
