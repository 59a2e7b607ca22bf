using Hotcell.Linux;
using Hotcell.Linux.Abi;
using Hotcell.Protocol;

namespace Hotcell.Warden.Serving;

/// <summary>
/// What a warden does all its life: one epoll(7) over the keeper's lifeline, the listening socket, the servers' connections and a pidfd per
/// cell. Every packet is answered before the next is read; making a cell takes well under a millisecond here, since the cell builds itself.
/// Nothing in this folder allocates once this loop runs.
/// </summary>
internal sealed unsafe class WardenLoop(WelcomeBody welcome, Connections connections, CellService cells, Epoll epoll)
{
    private const int EventsAtOnce = 32;
    private readonly byte[] _packet = GC.AllocateArray<byte>(ControlMessage.MaxPacket, pinned: true);

    /// <summary>Returns when the keeper is gone.</summary>
    public void Run()
    {
        epoll.Watch(WardenFds.Lifeline, Source.Lifeline, 0);
        epoll.Watch(WardenFds.Listener, Source.Listener, 0);
        var events = stackalloc EpollEvent[EventsAtOnce];
        var collections = GC.CollectionCount(0);
        while (true)
        {
            // A collection would mean that something allocates here, and might be going on in the middle of a clone.
            if (GC.CollectionCount(0) != collections)
            {
                throw new LinuxException("the warden collected garbage", Errno.ENOMEM);
            }

            var count = epoll.Wait(events, EventsAtOnce);
            for (var i = 0; i < count; i++)
            {
                var (source, index) = Epoll.Meaning(events[i]);
                switch (source)
                {
                    case Source.Lifeline:
                        return;
                    case Source.Listener:
                        Accept();
                        break;
                    case Source.Connection:
                        Receive(index);
                        break;
                    case Source.Program:
                        cells.Tell(index);
                        break;
                    case Source.Cell:
                        cells.End(index);
                        break;
                }
            }
        }
    }

    private void Accept()
    {
        var connection = connections.Accept(WardenFds.Listener);
        if (connection >= 0)
        {
            epoll.Watch(connections.SocketOf(connection), Source.Connection, connection);
            connections.Send(connection, ControlKind.Welcome, 0, welcome);
        }
    }

    private void Receive(int connection)
    {
        int fd;
        nint length;
        fixed (byte* packet = _packet)
        {
            length = Sys.ReceivePacket(connections.SocketOf(connection), packet, _packet.Length, &fd, Net.MSG_DONTWAIT);
        }

        // No packet brings a descriptor to the warden.
        if (fd >= 0)
        {
            Sys.Close(fd);
        }

        if (length is -Errno.EAGAIN or -Errno.EINTR or -Errno.EBADF)
        {
            return;
        }

        if (fd >= 0 || length <= 0 || !TryAct(connection, new ReadOnlySpan<byte>(_packet, 0, (int)length)))
        {
            epoll.Forget(connections.SocketOf(connection));
            connections.Close(connection);
            cells.Desert(connection);
        }
    }

    /// <summary>False when the packet is none that a server of this version sends.</summary>
    private bool TryAct(int connection, ReadOnlySpan<byte> packet)
    {
        if (!ControlPacket.TryRead(packet, out var message, out var plan))
        {
            return false;
        }

        switch (message.Kind)
        {
            case ControlKind.CreateCell:
                cells.Create(connection, message.Cell, plan);
                break;
            case ControlKind.KillCell:
                cells.Kill(connection, message.Cell);
                break;
        }

        return true;
    }
}
