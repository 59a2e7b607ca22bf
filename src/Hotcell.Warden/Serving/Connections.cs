using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hotcell.Linux;
using Hotcell.Linux.Abi;
using Hotcell.Protocol;

namespace Hotcell.Warden.Serving;

/// <summary>The sockets to servers, by index. Nothing here waits: a server that does not read its answers loses its connection.</summary>
internal sealed unsafe class Connections
{
    public const int Max = 8;
    private readonly int* _sockets = (int*)NativeMemory.Alloc(Max, sizeof(int));

    public Connections() => new Span<int>(_sockets, Max).Fill(-1);

    /// <summary>−1 when there is none.</summary>
    public int SocketOf(int connection) => _sockets[connection];

    /// <summary>Takes one from the listener: its index, or −1 when there is none, or no room for it.</summary>
    public int Accept(int listener)
    {
        var socket = Sys.Accept(listener, Net.SOCK_CLOEXEC);
        var free = new ReadOnlySpan<int>(_sockets, Max).IndexOf(-1);
        if (socket < 0)
        {
            return -1;
        }

        if (free < 0)
        {
            Sys.Close(socket);
            return -1;
        }

        _sockets[free] = socket;
        return free;
    }

    public void Close(int connection)
    {
        Sys.Close(_sockets[connection]);
        _sockets[connection] = -1;
    }

    /// <summary>Sends a packet without a body, with a descriptor unless <paramref name="fd"/> is −1.</summary>
    public void Send(int connection, ControlKind kind, uint cell, int fd = -1)
    {
        var header = new ControlMessage { Version = ProtocolVersion.Number, Kind = kind, Cell = cell };
        SendBytes(connection, &header, ControlMessage.Size, fd);
    }

    /// <summary>Sends a packet with a body.</summary>
    public void Send<T>(int connection, ControlKind kind, uint cell, T body)
        where T : unmanaged
    {
        var packet = stackalloc byte[ControlMessage.Size + sizeof(T)];
        Unsafe.WriteUnaligned(packet, new ControlMessage { Version = ProtocolVersion.Number, Kind = kind, Cell = cell });
        Unsafe.WriteUnaligned(packet + ControlMessage.Size, body);
        SendBytes(connection, packet, ControlMessage.Size + sizeof(T), -1);
    }

    private void SendBytes(int connection, void* packet, int length, int fd)
    {
        if (Sys.SendPacket(_sockets[connection], packet, length, fd, Net.MSG_DONTWAIT) < 0)
        {
            // Its end is seen by the next receive.
            Sys.Call(SyscallNumber.__NR_shutdown, _sockets[connection], Net.SHUT_RDWR);
        }
    }
}
