using System.Diagnostics;
using System.Net.Sockets;
using Hotcell.Linux.Sockets;
using Hotcell.Protocol;

namespace Hotcell.Bench.Subjects;

/// <summary>
/// Makes cells through the warden itself, without the engine. Theory of operation: one thread, one control connection, and a window of cells
/// that are under way at once; each time one has ended the next is asked for, so a window of four is what four clients do that never rest. A
/// cell counts from CreateCell until its CellEnded has come and its Exit has been read.
/// </summary>
internal sealed class CellDriver : IDisposable
{
    /// <summary>Several times what a cell takes from CellCreated until it waits for its program.</summary>
    private static readonly TimeSpan s_preparation = TimeSpan.FromMilliseconds(5);

    private readonly ControlSocket _socket;
    private readonly byte[] _plan;
    private readonly byte[] _input;
    private readonly string _expected;
    private readonly Dictionary<uint, LivingCell> _living = [];
    private uint _lastCell;

    private CellDriver(ControlSocket socket, WelcomeBody welcome, string executable, string expected) =>
        (_socket, Welcome, _plan, _input, _expected) = (socket, welcome, CellRequest.Plan(), CellRequest.Input(executable), expected);

    public WelcomeBody Welcome { get; }

    /// <summary>Called for every cell that ended, with its milliseconds and with what went wrong, or null.</summary>
    public Action<double, string?> Ended { get; set; } = (_, _) => { };

    /// <param name="path">Of the warden's control socket.</param>
    /// <param name="executable">What every cell runs, without arguments.</param>
    /// <param name="expected">What it must print.</param>
    public static CellDriver Connect(string path, string executable, string expected = "")
    {
        var socket = ControlSocket.Connect(path);
        Span<byte> packet = stackalloc byte[ControlMessage.MaxPacket];
        var length = socket.Receive(packet, out var fd);
        fd?.Dispose();
        return Wire.TryRead<ControlMessage>(packet[..length], out var message) && message.Kind == ControlKind.Welcome
            && Wire.TryRead<WelcomeBody>(packet[ControlMessage.Size..length], out var welcome)
            ? new CellDriver(socket, welcome, executable, expected)
            : throw new BenchException("the warden did not say Welcome");
    }

    /// <summary>Makes one cell, and waits for its end.</summary>
    /// <returns>Milliseconds.</returns>
    /// <exception cref="BenchException">The program did not run well.</exception>
    public double RunOne()
    {
        var begun = 0;
        var milliseconds = 0.0;
        Ended = (elapsed, problem) => milliseconds = problem is null ? elapsed : throw new BenchException($"a cell failed: {problem}");
        Run(1, () => begun++ == 0);
        return milliseconds;
    }

    /// <summary>Has one cell made ahead, and when it has been ready for a while gives it its program; waits for its end.</summary>
    /// <returns>Milliseconds from the moment it got its program.</returns>
    /// <exception cref="BenchException">The program did not run well.</exception>
    public async Task<double> RunReadyAsync()
    {
        var milliseconds = 0.0;
        Ended = (elapsed, problem) => milliseconds = problem is null ? elapsed : throw new BenchException($"a cell failed: {problem}");
        var cell = Create(ahead: true);
        while (!cell.IsCreated)
        {
            Receive();
        }

        await Task.Delay(s_preparation);
        cell.Begin(_input);
        Run(1, () => false);
        return milliseconds;
    }

    /// <summary>Keeps <paramref name="window"/> cells under way while <paramref name="more"/> says so; returns when all have ended.</summary>
    public void Run(int window, Func<bool> more)
    {
        while (_living.Count < window && more())
        {
            Create();
        }

        while (_living.Count > 0)
        {
            if (Receive() && more())
            {
                Create();
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    private LivingCell Create(bool ahead = false)
    {
        var id = ++_lastCell;
        var cell = _living[id] = new LivingCell(_expected, ahead);
        Span<byte> packet = stackalloc byte[ControlMessage.Size + CellPlan.Size];
        Wire.Write(packet, new ControlMessage { Version = ProtocolVersion.Number, Kind = ControlKind.CreateCell, Cell = id });
        _plan.CopyTo(packet[ControlMessage.Size..]);
        _socket.Send(packet);
        return cell;
    }

    /// <summary>Handles one packet; true when a cell has ended with it.</summary>
    private bool Receive()
    {
        Span<byte> packet = stackalloc byte[ControlMessage.MaxPacket];
        var length = _socket.Receive(packet, out var fd);
        if (!Wire.TryRead<ControlMessage>(packet[..length], out var message) || !_living.TryGetValue(message.Cell, out var cell))
        {
            fd?.Dispose();
            throw new BenchException(length == 0 ? "the warden closed the connection" : "the warden broke its protocol");
        }

        if (message.Kind == ControlKind.CellCreated && fd is not null)
        {
            cell.Created(new Socket(fd), _input);
            return false;
        }

        _living.Remove(message.Cell);
        var problem = message.Kind == ControlKind.CellEnded ? cell.ReadToEnd() : Describe(packet[ControlMessage.Size..length]);
        Ended(Stopwatch.GetElapsedTime(cell.Begun).TotalMilliseconds, problem);
        return true;
    }

    private static string Describe(ReadOnlySpan<byte> body) =>
        Wire.TryRead<StepFailure>(body, out var failure) ? $"refused: {CellRequest.Describe(failure)}" : "refused";
}
