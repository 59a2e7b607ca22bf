using Hotcell.Linux.Abi;
using Hotcell.Protocol;

namespace Hotcell.Engine.Executions;

/// <summary>Carries a fault of ours to the end of the pipeline.</summary>
internal sealed class SystemFaultException(SystemFault fault) : Exception(fault.Message)
{
    public SystemFault Fault { get; } = fault;

    /// <summary>Something went wrong that no step has a name for.</summary>
    public static SystemFaultException Because(string stage, string message) => new(new SystemFault(stage, CellStep.None, 0, 0, message));

    /// <summary>A step of making a cell failed.</summary>
    public static SystemFaultException At(string stage, in StepFailure failure)
    {
        var errno = failure.Errno == 0 ? "" : $": {Errno.NameOf(failure.Errno)}";
        return new(new SystemFault(
            stage, failure.Step, failure.Index, failure.Errno, $"The cell could not be made: {failure.Step}[{failure.Index}]{errno}."));
    }
}
