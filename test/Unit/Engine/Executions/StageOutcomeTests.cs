using Hotcell.Engine;
using Hotcell.Engine.Cells;
using Hotcell.Engine.Executions;
using Hotcell.Protocol;

namespace Hotcell.Unit.Engine.Executions;

public sealed class StageOutcomeTests
{
    private const int ENOENT = 2;
    private const int EACCES = 13;
    private const int ENOEXEC = 8;
    private static readonly StartCommand Users = new("/work/main", ["./main"], []);
    private static readonly StartCommand Images = new("/usr/bin/python3", ["python3"], []);

    private readonly OutputLog _output = new();
    private readonly CellReader _reader;

    public StageOutcomeTests() => _reader = new CellReader(_output, new ByteSize(1000), () => { });

    [Theory]
    [InlineData(ENOENT, 127)]
    [InlineData(EACCES, 126)]
    [InlineData(ENOEXEC, 126)]
    public void What_the_user_made_and_cannot_be_executed_is_the_users_error(int errno, int exitCode)
    {
        Fault(CellStep.Exec, errno);

        var result = Result(Users, default)!;

        Assert.Equal((Verdict.RuntimeError, exitCode), (result.Verdict, result.ExitCode));
    }

    [Fact]
    public void An_executable_of_the_image_that_cannot_be_executed_is_our_fault()
    {
        Fault(CellStep.Exec, ENOENT);

        Assert.Null(Result(Images, default));
        var fault = StageOutcome.FaultOf(_reader, "run").Fault;
        Assert.Equal(("run", CellStep.Exec, ENOENT), (fault.Stage, fault.Step, fault.Errno));
    }

    [Theory]
    [InlineData(CellStep.WriteFile)]
    [InlineData(CellStep.Exec)]
    public void Running_out_of_memory_before_exec_is_the_memory_limit(CellStep step)
    {
        Fault(step, 12);

        Assert.Equal(Verdict.MemoryLimit, Result(Images, new CellUsage { OomKills = 1 })!.Verdict);
    }

    [Fact]
    public void A_step_of_the_cell_that_fails_is_our_fault_whatever_was_counted()
    {
        Fault(CellStep.PivotRoot, 1);

        Assert.Null(Result(Users, new CellUsage { OomKills = 1 }));
        Assert.Equal("The cell could not be made: PivotRoot[0]: EPERM.", StageOutcome.FaultOf(_reader, "run").Fault.Message);
    }

    [Fact]
    public void A_program_that_the_engine_had_to_stop_ran_out_of_time()
    {
        Say(FrameKind.Started, []);

        var result = Result(Users, default, TimeSpan.FromSeconds(15))!;

        Assert.Equal((Verdict.TimeLimit, TimeSpan.FromSeconds(15), "SIGKILL"), (result.Verdict, result.WallTime, result.Signal));
    }

    [Theory]
    [InlineData(false, "The cell ended without a report.")]
    [InlineData(true, "The cell broke the protocol.")]
    public void A_cell_that_ends_without_saying_how_is_our_fault(bool lies, string message)
    {
        Say(FrameKind.Started, []);
        if (lies)
        {
            Say(FrameKind.Started, []);
        }

        Assert.Null(Result(Users, default));
        Assert.Equal(message, StageOutcome.FaultOf(_reader, "run").Fault.Message);
    }

    [Fact]
    public void An_end_because_of_our_own_silence_is_our_fault()
    {
        Exit(new ExitReport { Cause = EndCause.Disconnected });

        Assert.Null(Result(Users, default));
    }

    [Fact]
    public void A_result_tells_what_the_cgroups_counted_before_what_init_saw()
    {
        Exit(new ExitReport { WaitStatus = 3 << 8, WallNanoseconds = 2_000_000, UserMicroseconds = 1, MaxResidentBytes = 1, RefusedSyscall = 165 });

        var result = Result(Users, new CellUsage { CpuMicroseconds = 1500, PeakMemoryBytes = 4096 })!;

        Assert.Equal((3, null, TimeSpan.FromMilliseconds(2)), (result.ExitCode, result.Signal, result.WallTime));
        Assert.Equal((TimeSpan.FromMilliseconds(1.5), new ByteSize(4096), "mount"), (result.CpuTime, result.PeakMemory, result.RefusedSyscall));
    }

    [Fact]
    public void Absurd_numbers_of_a_cell_do_no_harm()
    {
        Exit(new ExitReport
        {
            WaitStatus = -1,
            WallNanoseconds = ulong.MaxValue,
            UserMicroseconds = ulong.MaxValue,
            SystemMicroseconds = 7,
            MaxResidentBytes = ulong.MaxValue,
            RefusedSyscall = short.MaxValue,
        });

        Assert.NotNull(Result(Users, default));
        Assert.NotNull(Result(Users, new CellUsage { CpuMicroseconds = ulong.MaxValue, PeakMemoryBytes = ulong.MaxValue }));
    }

    [Fact]
    public void A_limit_leaves_no_exit_code()
    {
        Exit(new ExitReport { WaitStatus = 0, Cause = EndCause.StdoutLimit, RefusedSyscall = -1 });

        var result = Result(Users, default)!;

        Assert.Equal((Verdict.OutputLimit, null), (result.Verdict, result.ExitCode));
    }

    private StageResult? Result(StartCommand command, CellUsage usage, TimeSpan? outOfTime = null) =>
        StageOutcome.ExitOf(_reader, command, usage, outOfTime) is { } exit ? StageOutcome.ResultOf(exit, usage, new RunLimits().Defaults, _output) : null;

    private void Exit(ExitReport report)
    {
        Say(FrameKind.Started, []);
        var payload = new byte[ExitReport.Size];
        Wire.Write(payload, report);
        Say(FrameKind.Exit, payload);
    }

    private void Fault(CellStep step, int errno)
    {
        var payload = new byte[StepFailure.Size];
        Wire.Write(payload, new StepFailure { Step = step, Errno = errno });
        Say(FrameKind.Fault, payload);
    }

    private void Say(FrameKind kind, byte[] payload)
    {
        var header = new byte[FrameHeader.Size];
        Wire.Write(header, new FrameHeader { Kind = kind, Length = (uint)payload.Length });
        _reader.Read([.. header, .. payload]);
    }
}
