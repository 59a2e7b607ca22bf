using Hotcell.Engine;
using Hotcell.Engine.Executions;
using Hotcell.Protocol;

namespace Hotcell.Unit.Engine.Executions;

public sealed class VerdictJudgeTests
{
    private const int Exit1 = 1 << 8;
    private const int Kill = 9;
    private const int Segv = 11 | 0x80;
    private const int Xcpu = 24;
    private const int Xfsz = 25;
    private static readonly Limits Second = new RunLimits().Defaults with { WallTime = TimeSpan.FromSeconds(1), CpuTime = TimeSpan.FromSeconds(1) };

    [Theory]
    [InlineData(0, EndCause.Ended, -1, 0, 0, Verdict.Ok)]
    [InlineData(Exit1, EndCause.Ended, -1, 0, 0, Verdict.RuntimeError)]
    [InlineData(Segv, EndCause.Ended, -1, 0, 0, Verdict.Signalled)]
    [InlineData(Kill, EndCause.Ended, -1, 0, 0, Verdict.Signalled)]
    [InlineData(Xfsz, EndCause.Ended, -1, 0, 0, Verdict.Signalled)]
    [InlineData(Xcpu, EndCause.Ended, -1, 0, 0, Verdict.Signalled)]
    [InlineData(Kill, EndCause.WallTime, -1, 0, 0, Verdict.TimeLimit)]
    [InlineData(Kill, EndCause.CpuTime, -1, 0, 0, Verdict.CpuTimeLimit)]
    [InlineData(Kill, EndCause.StdoutLimit, -1, 0, 0, Verdict.OutputLimit)]
    [InlineData(Kill, EndCause.StderrLimit, -1, 0, 0, Verdict.OutputLimit)]
    [InlineData(0, EndCause.StdoutLimit, -1, 0, 0, Verdict.OutputLimit)]
    [InlineData(Kill, EndCause.Ended, -1, 1, 0, Verdict.MemoryLimit)]
    [InlineData(Exit1, EndCause.Ended, -1, 3, 5, Verdict.MemoryLimit)]
    [InlineData(0, EndCause.Ended, -1, 1, 0, Verdict.MemoryLimit)]
    [InlineData(Kill, EndCause.WallTime, -1, 1, 0, Verdict.MemoryLimit)]
    [InlineData(Exit1, EndCause.Ended, -1, 0, 1, Verdict.ProcessLimit)]
    [InlineData(Kill, EndCause.WallTime, -1, 0, 9, Verdict.TimeLimit)]
    [InlineData(0, EndCause.Ended, -1, 0, 9, Verdict.Ok)]
    [InlineData(Exit1, EndCause.Ended, 165, 0, 0, Verdict.ForbiddenSyscall)]
    [InlineData(Segv, EndCause.Ended, 0, 0, 0, Verdict.ForbiddenSyscall)]
    [InlineData(0, EndCause.Ended, 165, 0, 0, Verdict.Ok)]
    [InlineData(Exit1, EndCause.Ended, 165, 0, 1, Verdict.ProcessLimit)]
    public void The_first_cause_that_explains_the_end_is_the_verdict(
        int status, EndCause cause, short refusedSyscall, uint oomKills, uint refusedForks, Verdict expected)
    {
        var exit = new ExitReport { WaitStatus = status, Cause = cause, RefusedSyscall = refusedSyscall };
        var usage = new CellUsage { OomKills = oomKills, RefusedForks = refusedForks };

        Assert.Equal(expected, VerdictJudge.Judge(exit, usage, Second));
    }

    [Theory]
    [InlineData(0, 999, 999, 0, Verdict.Ok)]
    [InlineData(0, 1000, 999, 0, Verdict.Ok)]
    [InlineData(0, 1001, 0, 0, Verdict.TimeLimit)]
    [InlineData(Segv, 1001, 0, 0, Verdict.TimeLimit)]
    [InlineData(0, 1000, 1000, 0, Verdict.CpuTimeLimit)]
    [InlineData(Xcpu, 1001, 1001, 0, Verdict.CpuTimeLimit)]
    [InlineData(Kill, 1001, 1001, 0, Verdict.CpuTimeLimit)]
    [InlineData(Kill, 1001, 1001, 1, Verdict.MemoryLimit)]
    public void A_program_that_ended_above_a_time_limit_met_it_whoever_noticed(int status, int wall, int cpu, uint oomKills, Verdict expected)
    {
        var exit = new ExitReport { WaitStatus = status, RefusedSyscall = -1, WallNanoseconds = (ulong)wall * 1_000_000 };
        var usage = new CellUsage { CpuMicroseconds = (ulong)cpu * 1000, OomKills = oomKills };

        Assert.Equal(expected, VerdictJudge.Judge(exit, usage, Second));
    }

    [Theory]
    [InlineData(0, Verdict.ProcessLimit)]
    [InlineData(20, Verdict.ProcessLimit)]
    [InlineData(21, Verdict.RuntimeError)]
    [InlineData(255, Verdict.RuntimeError)]
    public void A_refused_process_explains_a_failure_only_soon_after(byte tenthsAgo, Verdict expected)
    {
        var exit = new ExitReport { WaitStatus = Exit1, RefusedSyscall = -1, ForkRefusedTenthsAgo = tenthsAgo };

        Assert.Equal(expected, VerdictJudge.Judge(exit, new CellUsage { RefusedForks = 1 }, Second));
    }

    [Theory]
    [InlineData(0, 0, null)]
    [InlineData(Exit1, 1, null)]
    [InlineData(0xff00, 255, null)]
    [InlineData(Segv, null, "SIGSEGV")]
    [InlineData(Kill, null, "SIGKILL")]
    [InlineData(34, null, "SIG34")]
    [InlineData(64, null, "SIG64")]
    [InlineData(31, null, "SIGSYS")]
    public void A_wait_status_is_an_exit_code_or_a_signal(int raw, int? exitCode, string? signal)
    {
        var status = new WaitStatus(raw);

        Assert.Equal(exitCode, status.ExitCode);
        Assert.Equal(signal, status.Signal is { } number ? SignalName.Of(number) : null);
    }
}
