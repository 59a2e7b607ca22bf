using System.Net.Sockets;
using System.Text;
using Hotcell.Kit;
using Hotcell.Linux.Sockets;
using Hotcell.Protocol;
using Xunit;

namespace Hotcell.Integration.Warden;

/// <summary>A server that says to the warden exactly what a test wants it to say.</summary>
internal sealed class RawServer : IDisposable
{
    private const ulong MiB = 1 << 20;
    private readonly ControlSocket _control;
    private uint _lastCell;

    public RawServer(string socket)
    {
        _control = ControlSocket.Connect(socket);
        var (kind, _, body, _) = Receive();
        Assert.Equal(ControlKind.Welcome, kind);
        Assert.True(Wire.TryRead<WelcomeBody>(body, out var welcome));
        Welcome = welcome;
    }

    /// <summary>Of the machine's own image, which has no versions.</summary>
    public static CellPlan Plan => new()
    {
        Image = (ushort)Machine.Images.TakeWhile(image => image.IsStore).Count(),
        WorkBytes = 32 * MiB,
        TmpBytes = 16 * MiB,
        ShmBytes = 16 * MiB,
        Inodes = 1024,
        Pids = 16,
        MemoryBytes = 128 * MiB,
        CpuMillis = 1000,
        OpenFiles = 64,
        FileBytes = 16 * MiB,
        StackBytes = 8 * MiB,
    };

    public WelcomeBody Welcome { get; }

    public void Send(ReadOnlySpan<byte> packet) => _control.Send(packet);

    public void Send<T>(ControlMessage message, T body)
        where T : unmanaged
    {
        Span<byte> packet = stackalloc byte[ControlMessage.MaxPacket];
        var length = Wire.Write(packet, message);
        length += Wire.Write(packet[length..], body);
        Send(packet[..length]);
    }

    public void Send(ControlMessage message)
    {
        Span<byte> packet = stackalloc byte[ControlMessage.Size];
        Wire.Write(packet, message);
        Send(packet);
    }

    /// <summary>The next packet; kind 0 when the warden has closed the connection.</summary>
    public (ControlKind Kind, uint Cell, byte[] Body, Socket? Data) Receive()
    {
        var packet = new byte[ControlMessage.MaxPacket];
        var length = _control.Receive(packet, out var fd);
        if (!Wire.TryRead<ControlMessage>(packet.AsSpan(0, length), out var message))
        {
            return default;
        }

        return (message.Kind, message.Cell, packet[ControlMessage.Size..length], fd is null ? null : new Socket(fd));
    }

    public uint Ask(CellPlan plan, uint? name = null)
    {
        var cell = name ?? ++_lastCell;
        Send(new ControlMessage { Version = ProtocolVersion.Number, Kind = ControlKind.CreateCell, Cell = cell }, plan);
        return cell;
    }

    /// <summary>A cell that must come into being.</summary>
    public (uint Cell, Socket Data) Create(CellPlan plan, uint? name = null)
    {
        var cell = Ask(plan, name);
        var answer = Receive();
        Assert.Equal((ControlKind.CellCreated, cell), (answer.Kind, answer.Cell));
        return (cell, answer.Data!);
    }

    /// <summary>A cell that must not.</summary>
    public StepFailure Refused(CellPlan plan)
    {
        Ask(plan);
        var answer = Receive();
        Assert.Equal(ControlKind.CellRefused, answer.Kind);
        Assert.True(Wire.TryRead<StepFailure>(answer.Body, out var failure));
        return failure;
    }

    public void Kill(uint cell) => Send(new ControlMessage { Version = ProtocolVersion.Number, Kind = ControlKind.KillCell, Cell = cell });

    public void AwaitEnd(uint cell) => Assert.Equal((ControlKind.CellEnded, cell), Receive() is var answer ? (answer.Kind, answer.Cell) : default);

    /// <summary>Runs a shell line to its end: its exit code, and what it wrote.</summary>
    public (int ExitCode, string Output) Shell(CellPlan plan, string line)
    {
        var (cell, data) = Create(plan);
        using (data)
        {
            data.Send([.. Frames.Start("/bin/sh", "sh", "-c", line), .. Frames.Of(FrameKind.FilesEnd), .. Frames.Of(FrameKind.StdinEnd)]);
            var frames = Frames.ReadAll(data);
            AwaitEnd(cell);
            var output = string.Concat(frames.Where(frame => frame.Kind is FrameKind.Stdout or FrameKind.Stderr).Select(frame => Encoding.UTF8.GetString(frame.Payload)));
            Assert.True(frames[^1].Kind == FrameKind.Exit, $"ended with {frames[^1].Kind} {Convert.ToHexString(frames[^1].Payload)}");
            Assert.True(Wire.TryRead<ExitReport>(frames[^1].Payload, out var exit));
            return (exit.WaitStatus >> 8, output);
        }
    }

    public void Dispose() => _control.Dispose();
}
