using System.Buffers.Binary;
using Hotcell.Engine.Executions;
using Hotcell.Protocol;

namespace Hotcell.Engine.Cells;

/// <summary>One thing that a cell is told while its program runs.</summary>
internal readonly record struct CellMessage(FrameKind Kind, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Nothing more for standard input.</summary>
    public static CellMessage StdinEnd => new(FrameKind.StdinEnd, default);

    public static CellMessage Stdin(ReadOnlyMemory<byte> bytes) => new(FrameKind.Stdin, bytes);

    /// <summary>Another size of its terminal.</summary>
    public static CellMessage Resize(TerminalSize size)
    {
        var payload = new byte[WindowSize.Size];
        Wire.Write(payload, size.ToWindow());
        return new CellMessage(FrameKind.Resize, payload);
    }

    /// <param name="number">As in signal(7). For the program's process group.</param>
    public static CellMessage Signal(int number)
    {
        var payload = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(payload, number);
        return new CellMessage(FrameKind.Signal, payload);
    }
}
