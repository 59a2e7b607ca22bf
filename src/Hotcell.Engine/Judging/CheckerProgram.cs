using Hotcell.Engine.Cells;
using Hotcell.Engine.Executions;
using Hotcell.Protocol;

namespace Hotcell.Engine.Judging;

/// <summary>A checker or interactor, compiled where it has to be: runs in a cell of its own for each test, and whatever it does is no fault of the program, nor of ours.</summary>
internal sealed class CheckerProgram
{
    private readonly ExecutionPlan _plan;
    private readonly Artifact? _compiled;

    /// <summary>Why it cannot run; null when it can.</summary>
    private readonly CheckerReport? _broken;

    private CheckerProgram(ExecutionPlan plan, Compilation? compiled)
    {
        (_plan, _compiled) = (plan, compiled?.Artifact);
        if (compiled is { Result: { Verdict: not Verdict.Ok } result })
        {
            _broken = CheckerReport.Failed("does not compile", CheckerReport.MessageOf(result.Interleaved.Span) ?? result.Verdict.ToString());
        }
    }

    public static async Task<CheckerProgram> MakeAsync(ExecutionPlan plan, WardenConnection warden, Compiler compiler, CancellationToken stop) =>
        new(plan, plan.Compile is null ? null : await compiler.RunAsync(warden, plan, _ => { }, stop));

    /// <param name="links">What it gets; what a compiler left is put in here.</param>
    /// <param name="moreTime">On top of its own wall clock.</param>
    /// <param name="output">Gets what it writes, and is complete afterwards.</param>
    /// <exception cref="SystemFaultException">It was not the checker's doing.</exception>
    public async Task<CheckerReport> RunAsync(
        WardenConnection warden, StageRunner stages, StageLinks links, TimeSpan moreTime, OutputLog output, double maxPoints, CancellationToken stop)
    {
        if (_broken is not null)
        {
            output.Complete();
            return _broken;
        }

        var run = _plan.Run with { Limits = _plan.Run.Limits with { WallTime = _plan.Run.Limits.WallTime + moreTime } };
        try
        {
            return CheckerReport.Of(await stages.RunAsync(warden, _plan, run, links with { Compiled = _compiled }, output, () => { }, stop), maxPoints);
        }
        catch (SystemFaultException fault) when (fault.Fault.Step == CellStep.WriteFile)
        {
            // No room beside what its compiler left, or something there by the same name.
            return CheckerReport.Failed("could not be given its files", fault.Message);
        }
    }
}
