using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Hotcell.Protocol;

namespace Hotcell.Bench.Subjects;

/// <summary>The client's side of one cell.</summary>
/// <param name="expected">What the program must print: a few bytes.</param>
/// <param name="ahead">Whether it is made before its program is there.</param>
internal sealed class LivingCell(string expected, bool ahead)
{
    /// <summary>More than all frames of such a program.</summary>
    private const int BufferSize = 4096;

    private Socket? _data;

    /// <summary>Timestamp of the request for it, or of its program when it was made ahead.</summary>
    public long Begun { get; private set; } = Stopwatch.GetTimestamp();

    public bool IsCreated => _data is not null;

    public void Created(Socket data, byte[] input)
    {
        _data = data;
        if (!ahead)
        {
            Send(input);
        }
    }

    /// <summary>Gives the program to a cell that was made ahead.</summary>
    public void Begin(byte[] input)
    {
        Begun = Stopwatch.GetTimestamp();
        Send(input);
    }

    /// <summary>Sends everything that the program will ever get.</summary>
    private void Send(byte[] input)
    {
        try
        {
            _data!.Send(input);
        }
        catch (SocketException)
        {
            // It has given up already, and said why.
        }
    }

    /// <summary>Reads what the cell said, once it is gone. Null when its program did what it should; else what happened.</summary>
    public string? ReadToEnd()
    {
        using var data = _data;
        if (data is null)
        {
            return "it ended before it was created";
        }

        Span<byte> buffer = stackalloc byte[BufferSize];
        var length = 0;
        try
        {
            while (length < BufferSize && data.Receive(buffer[length..]) is > 0 and var received)
            {
                length += received;
            }
        }
        catch (SocketException reset) when (reset.SocketErrorCode == SocketError.ConnectionReset)
        {
            // It left input unread, which is its right: everything that it said has been read by now.
        }

        return FindProblem(buffer[..length]);
    }

    /// <summary>The frames must be Started, what the program was expected to print, and Exit; in this order, and nothing else.</summary>
    private string? FindProblem(ReadOnlySpan<byte> frames)
    {
        var started = false;
        var stdout = "";
        while (Wire.TryRead<FrameHeader>(frames, out var header) && header.Length <= frames.Length - FrameHeader.Size)
        {
            var payload = frames.Slice(FrameHeader.Size, (int)header.Length);
            frames = frames[(FrameHeader.Size + payload.Length)..];
            switch (header.Kind)
            {
                case FrameKind.Started when !started:
                    started = true;
                    break;
                case FrameKind.Stdout when started:
                    stdout += Encoding.UTF8.GetString(payload);
                    break;
                case FrameKind.Exit when started && frames.IsEmpty && Wire.TryRead<ExitReport>(payload, out var exit):
                    return exit is not { WaitStatus: 0, Cause: EndCause.Ended } ? $"ended by {exit.Cause} with status {exit.WaitStatus}"
                        : stdout == expected ? null
                        : $"printed '{stdout}' instead of '{expected}'";
                case FrameKind.Fault when !started && Wire.TryRead<StepFailure>(payload, out var failure):
                    return $"fault: {CellRequest.Describe(failure)}";
                default:
                    return $"the frame {header.Kind} came {(started ? "too late" : "before Started")}";
            }
        }

        return "it ended without a report";
    }
}
