using Hotcell.Engine.Cells;
using Hotcell.Engine.Images;
using Hotcell.Linux.Abi;
using Hotcell.Protocol;

namespace Hotcell.Engine.Executions;

/// <summary>Runs one stage in a cell of its own, and judges it. When it returns or throws, the cell is gone.</summary>
internal sealed class StageRunner(TimeSpan backstopGrace, TimeProvider time)
{
    /// <summary>How long a cell whose program is over, or that was killed, may take to vanish.</summary>
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(10);

    /// <param name="output">Gets what the stage writes, and is complete afterwards.</param>
    /// <param name="started">Called when the program has been started.</param>
    /// <exception cref="SystemFaultException">It was not the program's doing.</exception>
    /// <exception cref="OperationCanceledException">The cell was killed because of <paramref name="stop"/>.</exception>
    public async Task<StageResult> RunAsync(
        WardenConnection warden, ExecutionPlan plan, StagePlan stage, Work work, OutputLog output, Action started, CancellationToken stop)
    {
        var name = stage.Stage == Stage.Compile ? "compile" : "run";
        try
        {
            stop.ThrowIfCancellationRequested();
            using var cell = await warden.CreateAsync(CellPlanner.Plan(plan.Image, stage.Limits, work));
            return await RunInAsync(cell, plan, stage, work, output, started, name, stop);
        }
        catch (CellRefusedException refused)
        {
            throw SystemFaultException.At(name, refused.Failure);
        }
        catch (WardenLostException lost)
        {
            throw SystemFaultException.Because("warden", lost.Message);
        }
        finally
        {
            output.Complete();
        }
    }

    private async Task<StageResult> RunInAsync(
        Cell cell, ExecutionPlan plan, StagePlan stage, Work work, OutputLog output, Action started, string name, CancellationToken stop)
    {
        var reader = new CellReader(output, stage.Limits.Output, started);
        var begin = time.GetTimestamp();
        using var backstop = new CancellationTokenSource(stage.Limits.WallTime + backstopGrace, time);
        using (backstop.Token.Register(cell.Kill))
        using (stop.Register(cell.Kill))
        {
            // Files and stdin are for the first cell that sees /work, and for the program.
            var files = work.Kind == WorkKind.AttachArtifact ? [] : plan.Files;
            await cell.TalkAsync(stage.Command, stage.Limits, files, stage.Stage == Stage.Run ? plan.Stdin : default, reader);
        }

        var usage = await EndAsync(cell, reader.Phase == CellPhase.Exited);
        stop.ThrowIfCancellationRequested();
        var exit = ExitOf(reader, stage.Command, usage, backstop.IsCancellationRequested ? time.GetElapsedTime(begin) : null)
            ?? throw FaultOf(reader, name);
        return Result(exit, usage, output);
    }

    /// <summary>Waits until nothing of the cell is left. One that does not end by itself is killed.</summary>
    private async Task<CellUsage> EndAsync(Cell cell, bool byItself)
    {
        try
        {
            if (byItself)
            {
                return await cell.Ended.WaitAsync(EndPatience, time);
            }
        }
        catch (TimeoutException)
        {
            // Killed below.
        }

        try
        {
            cell.Kill();
            return await cell.Ended.WaitAsync(EndPatience, time);
        }
        catch (TimeoutException)
        {
            throw new WardenLostException("The warden does not end a cell.");
        }
    }

    /// <summary>
    /// How the program ended; null when that is unknown, or not its own doing. What a program can bring about without being seen to end is
    /// put into the words of an exit report here, so that no program can cause a fault.
    /// </summary>
    private static ExitReport? ExitOf(CellReader reader, StartCommand command, in CellUsage usage, TimeSpan? backstopAfter) => reader.Phase switch
    {
        CellPhase.Exited when reader.Exit.Cause != EndCause.Disconnected => reader.Exit,

        // Its own init did not stop it in time, on a machine that is too busy: it had all the time it was allowed.
        CellPhase.Running or CellPhase.Exited when backstopAfter is { } after =>
            Killed() with { Cause = EndCause.WallTime, WallNanoseconds = (ulong)after.TotalNanoseconds },

        // Killed for memory between fork and exec, when its files and arguments are already charged to it.
        CellPhase.Faulted when usage.OomKills > 0 && reader.Fault.Step >= CellStep.JoinJobCgroup => Killed(),

        // What it brought or made cannot be executed: as a shell says it.
        CellPhase.Faulted when reader.Fault.Step == CellStep.Exec && command.IsUsersOwn =>
            new ExitReport { WaitStatus = (reader.Fault.Errno == Errno.ENOENT ? 127 : 126) << 8, RefusedSyscall = -1 },
        _ => null,
    };

    private static ExitReport Killed() => new() { WaitStatus = Signals.SIGKILL, RefusedSyscall = -1 };

    private static SystemFaultException FaultOf(CellReader reader, string stage) => reader.Phase switch
    {
        CellPhase.Faulted => SystemFaultException.At(stage, reader.Fault),
        CellPhase.Broken => SystemFaultException.Because(stage, "The cell broke the protocol."),
        _ => SystemFaultException.Because(stage, "The cell ended without a report."),
    };

    private static StageResult Result(in ExitReport exit, in CellUsage usage, OutputLog output)
    {
        var status = new WaitStatus(exit.WaitStatus);
        var (stdout, stderr, interleaved) = output.Collect();
        return new StageResult
        {
            Verdict = VerdictJudge.Judge(exit, usage),
            Stdout = stdout,
            Stderr = stderr,
            Interleaved = interleaved,
            ExitCode = exit.Cause == EndCause.Ended ? status.ExitCode : null,
            Signal = status.Signal is { } signal ? SignalName.Of(signal) : null,
            WallTime = Nanoseconds(exit.WallNanoseconds),
            CpuTime = Microseconds(usage.CpuMicroseconds > 0 ? usage.CpuMicroseconds : exit.UserMicroseconds + exit.SystemMicroseconds),
            PeakMemory = Bytes(usage.PeakMemoryBytes > 0 ? usage.PeakMemoryBytes : exit.MaxResidentBytes),
            RefusedSyscall = exit.RefusedSyscall >= 0 ? SyscallNumber.NameOf(exit.RefusedSyscall) : null,
        };
    }

    // The numbers come from a cell, and may be anything.
    private static TimeSpan Nanoseconds(ulong count) => TimeSpan.FromTicks((long)(count / TimeSpan.NanosecondsPerTick));

    private static TimeSpan Microseconds(ulong count) => TimeSpan.FromTicks((long)Math.Min(count, long.MaxValue / 10) * TimeSpan.TicksPerMicrosecond);

    private static ByteSize Bytes(ulong count) => new((long)Math.Min(count, long.MaxValue));
}
