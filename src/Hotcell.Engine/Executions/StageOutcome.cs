using Hotcell.Engine.Cells;
using Hotcell.Linux.Abi;
using Hotcell.Protocol;

namespace Hotcell.Engine.Executions;

/// <summary>
/// Draws the line between what a program did and what is our fault, from what its cell said and what the cgroups counted. What a program can
/// bring about without being seen to end is put into the words of an exit report, so that no program can cause a fault.
/// </summary>
internal static class StageOutcome
{
    /// <summary>How the program ended; null when that is unknown, or not its own doing.</summary>
    /// <param name="reader">The conversation, which is over.</param>
    /// <param name="command">What was to be executed.</param>
    /// <param name="usage">What the cgroups counted.</param>
    /// <param name="outOfTime">How long the program had run when the engine itself had to kill the cell; null when it had not.</param>
    public static ExitReport? ExitOf(CellReader reader, StartCommand command, in CellUsage usage, TimeSpan? outOfTime) => reader.Phase switch
    {
        CellPhase.Exited when reader.Exit.Cause != EndCause.Disconnected => reader.Exit,

        // Init did not stop it in time, on a machine that is too busy: it had all the time that it was allowed.
        CellPhase.Running or CellPhase.Exited when outOfTime is { } after =>
            Killed() with { Cause = EndCause.WallTime, WallNanoseconds = (ulong)after.TotalNanoseconds },

        // Killed for memory between fork and exec, when its files and arguments are already charged to it.
        CellPhase.Faulted when usage.OomKills > 0 && reader.Fault.Step >= CellStep.JoinJobCgroup => Killed(),

        // What it brought or made cannot be executed: said as a shell says it.
        CellPhase.Faulted when reader.Fault.Step == CellStep.Exec && command.IsUsersOwn =>
            new ExitReport { WaitStatus = (reader.Fault.Errno == Errno.ENOENT ? 127 : 126) << 8, RefusedSyscall = -1 },
        _ => null,
    };

    /// <summary>What went wrong where <see cref="ExitOf"/> knows no end.</summary>
    public static SystemFaultException FaultOf(CellReader reader, string stage) => reader.Phase switch
    {
        CellPhase.Faulted => SystemFaultException.At(stage, reader.Fault),
        CellPhase.Broken => SystemFaultException.Because(stage, "The cell broke the protocol."),
        _ => SystemFaultException.Because(stage, "The cell ended without a report."),
    };

    public static StageResult ResultOf(in ExitReport exit, in CellUsage usage, Limits limits, IStageOutput output)
    {
        var status = new WaitStatus(exit.WaitStatus);
        return new StageResult
        {
            Verdict = VerdictJudge.Judge(exit, usage, limits),
            Output = output.Collect(),
            ExitCode = exit.Cause == EndCause.Ended ? status.ExitCode : null,
            Signal = status.Signal is { } signal ? SignalName.Of(signal) : null,
            WallTime = WallTimeOf(exit),
            CpuTime = CpuTimeOf(exit, usage),
            PeakMemory = Bytes(usage.PeakMemoryBytes > 0 ? usage.PeakMemoryBytes : exit.MaxResidentBytes),
            RefusedSyscall = exit.RefusedSyscall >= 0 ? SyscallNumber.NameOf(exit.RefusedSyscall) : null,
        };
    }

    /// <summary>From the moment the program was let go to its end.</summary>
    public static TimeSpan WallTimeOf(in ExitReport exit) => Nanoseconds(exit.WallNanoseconds);

    /// <summary>
    /// Of all processes, where the cgroup tells, without what a runtime took to boot before it got the program; else of those that init reaped.
    /// </summary>
    public static TimeSpan CpuTimeOf(in ExitReport exit, in CellUsage usage) => Microseconds(
        usage.CpuMicroseconds > exit.BootCpuMicroseconds ? usage.CpuMicroseconds - exit.BootCpuMicroseconds
        : usage.CpuMicroseconds > 0 ? usage.CpuMicroseconds
        : exit.UserMicroseconds + exit.SystemMicroseconds);

    private static ExitReport Killed() => new() { WaitStatus = Signals.SIGKILL, RefusedSyscall = -1 };

    // The numbers come from a cell, and may be anything.
    private static TimeSpan Nanoseconds(ulong count) => TimeSpan.FromTicks((long)(count / TimeSpan.NanosecondsPerTick));

    private static TimeSpan Microseconds(ulong count) =>
        TimeSpan.FromTicks((long)Math.Min(count, long.MaxValue / TimeSpan.TicksPerMicrosecond) * TimeSpan.TicksPerMicrosecond);

    private static ByteSize Bytes(ulong count) => new((long)Math.Min(count, long.MaxValue));
}
