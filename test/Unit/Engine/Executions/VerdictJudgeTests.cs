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

    [Theory]
    [InlineData(0, EndCause.Ended, -1, 0, 0, Verdict.Ok)]
    [InlineData(Exit1, EndCause.Ended, -1, 0, 0, Verdict.RuntimeError)]
    [InlineData(Segv, EndCause.Ended, -1, 0, 0, Verdict.Signalled)]
    [InlineData(Kill, EndCause.Ended, -1, 0, 0, Verdict.Signalled)]
    [InlineData(Xfsz, EndCause.Ended, -1, 0, 0, Verdict.Signalled)]
    [InlineData(Xcpu, EndCause.Ended, -1, 0, 0, Verdict.CpuTimeLimit)]
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

        Assert.Equal(expected, VerdictJudge.Judge(exit, usage));
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
