using System.Collections.Concurrent;
using System.Net.Sockets;
using Hotcell.Linux;
using Hotcell.Linux.Sockets;
using Hotcell.Protocol;

namespace Hotcell.Engine.Cells;

/// <summary>
/// One connection to one warden, from its Welcome to its loss. Requests are sent from any thread; <see cref="ReceiveUntilLost"/> is the one
/// place that receives. A cell is in <see cref="_cells"/> from the moment it is asked for until the warden says that it is gone.
/// </summary>
internal sealed class WardenConnection : ICellMaker, IDisposable
{
    /// <summary>Making a cell takes milliseconds. A warden that needs this long is not coming back.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ControlSocket _socket;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<uint, Pending> _cells = new();
    private uint _lastCell;
    private volatile bool _lost;

    private WardenConnection(ControlSocket socket, WelcomeBody welcome, TimeProvider time) => (_socket, Welcome, _time) = (socket, welcome, time);

    public WelcomeBody Welcome { get; }

    /// <summary>Cells that were asked for and are not gone.</summary>
    public int Cells => _cells.Count;

    /// <summary>Waits for the Welcome on a new socket, blocking.</summary>
    /// <exception cref="LinuxException">The socket failed.</exception>
    /// <exception cref="WardenLostException">Whoever is there does not speak our protocol.</exception>
    public static WardenConnection Open(ControlSocket socket, TimeProvider time)
    {
        Span<byte> packet = stackalloc byte[ControlMessage.MaxPacket];
        var length = socket.Receive(packet, out var fd);
        fd?.Dispose();
        return Wire.TryRead<ControlMessage>(packet[..length], out var message)
            && message is { Version: ProtocolVersion.Number, Kind: ControlKind.Welcome }
            && Wire.TryRead<WelcomeBody>(packet[ControlMessage.Size..length], out var welcome)
            ? new WardenConnection(socket, welcome, time)
            : throw new WardenLostException(length == 0 ? "The warden closed the connection." : "The warden speaks another protocol.");
    }

    /// <inheritdoc/>
    public async Task<Cell> CreateAsync(CellPlan plan)
    {
        var id = Interlocked.Increment(ref _lastCell);
        var pending = new Pending();
        _cells[id] = pending;
        if (_lost || !TrySend(new ControlMessage { Kind = ControlKind.CreateCell, Cell = id }, plan))
        {
            _cells.TryRemove(id, out _);
            throw new WardenLostException("The warden was lost.");
        }

        try
        {
            var socket = await pending.Created.Task.WaitAsync(Patience, _time);
            return new Cell(this, id, socket, pending.Ended.Task);
        }
        catch (TimeoutException)
        {
            Kill(id);
            _ = pending.Created.Task.ContinueWith(late => late.Result.Dispose(), TaskContinuationOptions.OnlyOnRanToCompletion);
            throw new WardenLostException("The warden does not answer.");
        }
    }

    public void Kill(uint cell) => TrySend(new ControlMessage { Kind = ControlKind.KillCell, Cell = cell });

    /// <summary>Handles what the warden says, blocking, until the connection is lost. Returns why; <see cref="Lose"/> must follow.</summary>
    public string ReceiveUntilLost()
    {
        try
        {
            Span<byte> packet = stackalloc byte[ControlMessage.MaxPacket];
            while (_socket.Receive(packet, out var fd) is > 0 and var length)
            {
                if (!Handle(packet[..length], fd))
                {
                    return "The warden broke the protocol.";
                }
            }

            return "The warden closed the connection.";
        }
        catch (LinuxException broken)
        {
            return broken.Message;
        }
    }

    /// <summary>Fails every living cell, and every request from now on.</summary>
    public void Lose(string why)
    {
        _lost = true;
        foreach (var id in _cells.Keys)
        {
            if (_cells.TryRemove(id, out var pending))
            {
                pending.Fail(why);
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    private bool Handle(ReadOnlySpan<byte> packet, SafeSocketHandle? fd)
    {
        if (Wire.TryRead<ControlMessage>(packet, out var message)
            && message.Version == ProtocolVersion.Number
            && _cells.TryGetValue(message.Cell, out var pending))
        {
            var body = packet[ControlMessage.Size..];
            switch (message.Kind)
            {
                case ControlKind.CellCreated when fd is not null:
                    return pending.TrySetCreated(fd);
                case ControlKind.CellRefused when fd is null && Wire.TryRead<StepFailure>(body, out var failure):
                    _cells.TryRemove(message.Cell, out _);
                    return pending.Created.TrySetException(new CellRefusedException(failure));
                case ControlKind.CellEnded when fd is null && Wire.TryRead<CellUsage>(body, out var usage):
                    _cells.TryRemove(message.Cell, out _);
                    return pending.Ended.TrySetResult(usage);
            }
        }

        fd?.Dispose();
        return false;
    }

    private bool TrySend(ControlMessage message, CellPlan? plan = null)
    {
        Span<byte> packet = stackalloc byte[ControlMessage.Size + CellPlan.Size];
        message.Version = ProtocolVersion.Number;
        var length = Wire.Write(packet, message);
        if (plan is { } body)
        {
            length += Wire.Write(packet[length..], body);
        }

        try
        {
            _socket.Send(packet[..length]);
            return true;
        }
        catch (Exception gone) when (gone is LinuxException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>What we wait for from the warden about one cell.</summary>
    private sealed class Pending
    {
        public TaskCompletionSource<Socket> Created { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<CellUsage> Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool TrySetCreated(SafeSocketHandle fd)
        {
            try
            {
                return Created.TrySetResult(new Socket(fd));
            }
            catch (SocketException)
            {
                fd.Dispose();
                return false;
            }
        }

        /// <summary>Ends every wait. The data socket is closed too: should the cell outlive its warden, nobody listens to it.</summary>
        public void Fail(string why)
        {
            if (!Created.TrySetException(new WardenLostException(why)) && Created.Task.IsCompletedSuccessfully)
            {
                Created.Task.Result.Dispose();
            }

            Ended.TrySetException(new WardenLostException(why));
            _ = (Created.Task.Exception, Ended.Task.Exception); // Seen, whether or not anybody waits.
        }
    }
}
