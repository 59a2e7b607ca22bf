using Hotcell.Protocol;

namespace Hotcell.Engine.Cells;

/// <summary>The connection to the warden was lost, and with it every cell that it had made for us.</summary>
internal sealed class WardenLostException(string message) : Exception(message);

/// <summary>The warden would not, or could not, make a cell.</summary>
internal sealed class CellRefusedException(StepFailure failure) : Exception($"refused at {failure.Step}")
{
    public StepFailure Failure { get; } = failure;
}
