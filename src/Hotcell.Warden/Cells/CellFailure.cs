using Hotcell.Linux;
using Hotcell.Protocol;

namespace Hotcell.Warden.Cells;

/// <summary>How init tells the server of a step that failed. Nothing goes on afterwards: a cell has all of its protections or does not exist.</summary>
internal static unsafe class CellFailure
{
    /// <summary>Passes a good result on; tells the server and ends the cell if <paramref name="result"/> is an error.</summary>
    public static int Check(CellContext* cell, CellStep step, nint result, int index = 0)
    {
        if (result < 0)
        {
            var failure = new StepFailure { Step = step, Index = (ushort)index, Errno = (int)-result };
            Report(cell->Data, &failure);
            Sys.Exit(1);
        }

        return (int)result;
    }

    /// <summary>Sends a Fault frame.</summary>
    public static void Report(int data, StepFailure* failure)
    {
        var frame = stackalloc byte[FrameHeader.Size + StepFailure.Size];
        *(FrameHeader*)frame = new FrameHeader { Kind = FrameKind.Fault, Length = StepFailure.Size };
        *(StepFailure*)(frame + FrameHeader.Size) = *failure;
        Sys.Write(data, frame, FrameHeader.Size + StepFailure.Size);
    }
}
