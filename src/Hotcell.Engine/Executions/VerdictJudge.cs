using Hotcell.Linux.Abi;
using Hotcell.Protocol;

namespace Hotcell.Engine.Executions;

/// <summary>Says what became of a program, from what init saw of it and what the cgroups counted.</summary>
internal static class VerdictJudge
{
    /// <summary>
    /// The first cause that explains the end. What the kernel or init did to the program comes first; a refusal (of a fork, of a system call)
    /// explains a failure only, because a program may try things and carry on. Passing RLIMIT_FSIZE is a plain signal, SIGXFSZ: the program
    /// chose the file, and may handle it.
    /// </summary>
    public static Verdict Judge(in ExitReport exit, in CellUsage usage)
    {
        var status = new WaitStatus(exit.WaitStatus);
        return exit.Cause switch
        {
            _ when usage.OomKills > 0 => Verdict.MemoryLimit,
            EndCause.WallTime => Verdict.TimeLimit,
            EndCause.CpuTime => Verdict.CpuTimeLimit,
            EndCause.StdoutLimit or EndCause.StderrLimit => Verdict.OutputLimit,
            _ when status.Signal == Signals.SIGXCPU => Verdict.CpuTimeLimit,
            _ when !status.Failed => Verdict.Ok,
            _ when usage.RefusedForks > 0 => Verdict.ProcessLimit,
            _ when exit.RefusedSyscall >= 0 => Verdict.ForbiddenSyscall,
            _ when status.Signal is not null => Verdict.Signalled,
            _ => Verdict.RuntimeError,
        };
    }
}
