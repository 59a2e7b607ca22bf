using Hotcell.Engine.Cells;
using Hotcell.Protocol;

namespace Hotcell.Engine.Executions;

/// <summary>Runs one stage in a cell of its own, and judges it. When it returns or throws, the cell is gone.</summary>
internal sealed class StageRunner(CellPool pool, TimeSpan backstopGrace, TimeProvider time)
{
    /// <summary>How long a cell whose program is over, or that was killed, may take to vanish.</summary>
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(10);

    /// <summary>How long the cell may take from its birth until its program starts, with all files written.</summary>
    private static readonly TimeSpan DeliveryPatience = TimeSpan.FromSeconds(60);

    /// <param name="output">Gets what the stage writes, and is complete afterwards.</param>
    /// <param name="started">Called when the program has been started.</param>
    /// <exception cref="SystemFaultException">It was not the program's doing.</exception>
    /// <exception cref="OperationCanceledException">The cell was killed because of <paramref name="stop"/>.</exception>
    public async Task<StageResult> RunAsync(
        WardenConnection warden, ExecutionPlan plan, StagePlan stage, StageLinks links, IStageOutput output, Action started, CancellationToken stop)
    {
        var name = stage.Stage == Stage.Compile ? "compile" : "run";
        try
        {
            stop.ThrowIfCancellationRequested();
            using var cell = await pool.TakeAsync(warden, CellPlanner.Plan(plan.Image, stage.Limits, links.Left is not null, plan.Language.Allowances), stage.Boot);
            return await RunInAsync(cell, plan, stage, links, output, started, name, stop);
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
        Cell cell, ExecutionPlan plan, StagePlan stage, StageLinks links, IStageOutput output, Action started, string name, CancellationToken stop)
    {
        // The cell keeps time itself; this is for one that fails to. Its program's time begins when the program does.
        using var backstop = new CancellationTokenSource(DeliveryPatience + backstopGrace, time);
        var begin = time.GetTimestamp();
        var reader = new CellReader(output, stage.Limits.Output, () =>
        {
            begin = time.GetTimestamp();
            backstop.CancelAfter(stage.Limits.WallTime + backstopGrace);
            started();
        }, links.Left);
        var input = new CellInput(cell.IsBooted ? stage.HandOver! : stage.Command, stage.Limits)
        {
            Files = links.Compiled is null ? [.. plan.Files, .. links.More] : links.More,
            Artifact = links.Compiled,
            Stdin = stage.Stage == Stage.Run ? plan.Stdin : default,
            Live = links.Live,
            Terminal = links.Interaction?.Terminal,
            Collects = links.Left?.Limit ?? default,
        };
        void End()
        {
            output.Release();
            cell.Kill();
        }

        using (backstop.Token.Register(End))
        using (stop.Register(End))
        using (links.Interaction?.Ended.Register(End))
        {
            await cell.TalkAsync(input, reader);
        }

        var usage = await EndAsync(cell, reader.Phase == CellPhase.Exited);
        stop.ThrowIfCancellationRequested();
        var ended = reader.Phase == CellPhase.Exited ? null : links.Interaction?.EndVerdict;
        if (ended is not null && reader.Phase == CellPhase.Starting)
        {
            throw new OperationCanceledException(links.Interaction!.Ended);
        }

        var outOfTime = backstop.IsCancellationRequested || ended is not null ? time.GetElapsedTime(begin) : (TimeSpan?)null;
        var exit = StageOutcome.ExitOf(reader, stage.Command, usage, outOfTime) ?? throw StageOutcome.FaultOf(reader, name);
        var cut = exit.Cause == EndCause.FilesLimit;
        if (cut && links.Left is { TakesPart: true })
        {
            exit.Cause = EndCause.Ended;
        }

        var result = StageOutcome.ResultOf(exit, usage, stage.Limits, output) with { Hot = cell.IsBooted, LeftMore = cut };
        return ended is { } verdict && result.Verdict == Verdict.TimeLimit ? result with { Verdict = verdict } : result;
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
}
