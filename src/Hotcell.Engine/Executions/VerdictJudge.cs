using Hotcell.Protocol;

namespace Hotcell.Engine.Executions;

/// <summary>Says what became of a program, from what init saw of it, what the cgroups counted, and what it was allowed.</summary>
internal static class VerdictJudge
{
    /// <summary>
    /// A refused process or thread explains a failure that follows it within this time: enough for a runtime to unwind and to say so. A program
    /// that went on for longer fails for a reason of its own.
    /// </summary>
    private const int RefusalExplainsTenths = 20;

    /// <summary>
    /// The first cause that explains the end. What the kernel or init did to the program comes first, then a time limit that it passed before
    /// init could act; a refusal (of a fork, of a system call) explains a failure only, because a program may try things and carry on. A signal
    /// that a limit sends is not proof of it, since a program may send it to itself. Passing RLIMIT_FSIZE is a plain signal, SIGXFSZ: the
    /// program chose the file, and may handle it.
    /// </summary>
    public static Verdict Judge(in ExitReport exit, in CellUsage usage, Limits limits)
    {
        var status = new WaitStatus(exit.WaitStatus);
        return exit.Cause switch
        {
            _ when usage.OomKills > 0 => Verdict.MemoryLimit,
            EndCause.WallTime => Verdict.TimeLimit,
            EndCause.CpuTime => Verdict.CpuTimeLimit,
            EndCause.StdoutLimit or EndCause.StderrLimit or EndCause.FilesLimit => Verdict.OutputLimit,
            _ when StageOutcome.CpuTimeOf(exit, usage) >= limits.CpuTime => Verdict.CpuTimeLimit,
            _ when StageOutcome.WallTimeOf(exit) > limits.WallTime => Verdict.TimeLimit,
            _ when !status.Failed => Verdict.Ok,
            _ when usage.RefusedForks > 0 && exit.ForkRefusedTenthsAgo <= RefusalExplainsTenths => Verdict.ProcessLimit,
            _ when exit.RefusedSyscall >= 0 => Verdict.ForbiddenSyscall,
            _ when status.Signal is not null => Verdict.Signalled,
            _ => Verdict.RuntimeError,
        };
    }
}
