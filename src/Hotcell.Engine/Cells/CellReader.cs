using Hotcell.Engine.Executions;
using Hotcell.Protocol;

namespace Hotcell.Engine.Cells;

/// <summary>How far a cell's side of the conversation has come.</summary>
internal enum CellPhase
{
    /// <summary>Nothing was said yet.</summary>
    Starting,
    Running,

    /// <summary>The exit report came.</summary>
    Exited,

    /// <summary>The cell could not start the program.</summary>
    Faulted,

    /// <summary>The cell said something that it may not say. Nothing more is believed.</summary>
    Broken,
}

/// <summary>
/// Understands the frames of one cell. The cell is hostile: any bytes may come, in any portions. Nothing here throws, allocates by a number
/// that came from the cell, or accepts more output, or more files, than the limits allow.
/// </summary>
/// <param name="output">Gets what the program writes.</param>
/// <param name="outputLimit">Of each stream.</param>
/// <param name="started">Called when the program has started.</param>
/// <param name="files">Gets the files that the program leaves; null where none may be told of.</param>
internal sealed class CellReader(IStageOutput output, ByteSize outputLimit, Action started, IFileSink? files = null)
{
    /// <summary>A buffer of this size holds any frame.</summary>
    public const int BufferSize = FrameHeader.Size + FrameHeader.MaxPayload;

    private long _stdoutBytes;
    private long _stderrBytes;

    /// <summary>Completes when the next frames may be read.</summary>
    public ValueTask RoomAsync() => output.RoomAsync();

    public CellPhase Phase { get; private set; } = CellPhase.Starting;

    /// <summary>Valid when <see cref="CellPhase.Exited"/>.</summary>
    public ExitReport Exit { get; private set; }

    /// <summary>Valid when <see cref="CellPhase.Faulted"/>.</summary>
    public StepFailure Fault { get; private set; }

    /// <summary>
    /// Takes the whole frames at the start of <paramref name="bytes"/> and returns how many bytes they were; the rest must be offered again.
    /// </summary>
    public int Read(ReadOnlySpan<byte> bytes)
    {
        var taken = 0;
        while (Phase != CellPhase.Broken && Wire.TryRead<FrameHeader>(bytes[taken..], out var header))
        {
            if (header.Length > FrameHeader.MaxPayload || header.Reserved0 != 0 || header.Reserved1 != 0)
            {
                Phase = CellPhase.Broken;
                break;
            }

            var size = FrameHeader.Size + (int)header.Length;
            if (bytes.Length - taken < size)
            {
                break;
            }

            if (!Accept(header.Kind, bytes.Slice(taken + FrameHeader.Size, (int)header.Length)))
            {
                Phase = CellPhase.Broken;
            }

            taken += size;
        }

        return taken;
    }

    private bool Accept(FrameKind kind, ReadOnlySpan<byte> payload) => (Phase, kind) switch
    {
        (CellPhase.Starting, FrameKind.Started) => AcceptStarted(payload),
        (CellPhase.Starting, FrameKind.Fault) => AcceptFault(payload),
        (CellPhase.Running, FrameKind.Stdout) => AcceptOutput(OutputStream.Stdout, payload, ref _stdoutBytes),
        (CellPhase.Running, FrameKind.Stderr) => AcceptOutput(OutputStream.Stderr, payload, ref _stderrBytes),
        (CellPhase.Running, FrameKind.File or FrameKind.FileData) => files is not null && files.TryAdd(kind, payload),
        (CellPhase.Running, FrameKind.Exit) => AcceptExit(payload),
        _ => false,
    };

    private bool AcceptStarted(ReadOnlySpan<byte> payload)
    {
        if (payload.Length != 0)
        {
            return false;
        }

        Phase = CellPhase.Running;
        started();
        return true;
    }

    private bool AcceptFault(ReadOnlySpan<byte> payload)
    {
        if (payload.Length != StepFailure.Size || !Wire.TryRead<StepFailure>(payload, out var fault))
        {
            return false;
        }

        Fault = fault;
        Phase = CellPhase.Faulted;
        return true;
    }

    private bool AcceptOutput(OutputStream stream, ReadOnlySpan<byte> payload, ref long total)
    {
        total += payload.Length;
        if (payload.Length == 0 || total > outputLimit.Bytes)
        {
            return false;
        }

        output.Append(stream, payload);
        return true;
    }

    private bool AcceptExit(ReadOnlySpan<byte> payload)
    {
        if (payload.Length != ExitReport.Size || !Wire.TryRead<ExitReport>(payload, out var exit) || !Enum.IsDefined(exit.Cause))
        {
            return false;
        }

        Exit = exit;
        Phase = CellPhase.Exited;
        return true;
    }
}
