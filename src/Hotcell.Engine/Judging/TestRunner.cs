using System.Runtime.CompilerServices;
using Hotcell.Engine.Cells;
using Hotcell.Engine.Executions;

namespace Hotcell.Engine.Judging;

/// <summary>
/// Runs and judges single tests of one program. A program that does not end well has the verdict of its end, whatever it wrote; else its checker has the
/// word. With an interactor, the engine is the pipe between two cells, and who ended first tells whose verdict counts: an interactor that leaves
/// has seen enough, and a program that leaves too soon makes its interactor read the end of a stream, which says nothing about the program.
/// </summary>
/// <param name="compiled">What the program's compiler left.</param>
/// <param name="checkers">By their plans.</param>
/// <param name="surplus">Bytes that are kept of each output beyond what is expected.</param>
internal sealed class TestRunner(
    WardenConnection warden, StageRunner stages, ExecutionPlan program, Artifact? compiled, IReadOnlyDictionary<ExecutionPlan, CheckerProgram> checkers, int surplus)
{
    /// <exception cref="SystemFaultException">It was not the program's doing, nor the checker's.</exception>
    public async Task<TestResult> RunAsync(TestPlan test, CancellationToken stop)
    {
        var (run, report) = test.Checker is Checker.Interactor
            ? await TalkAsync(test, checkers[test.CheckerPlan!], stop)
            : await CheckAsync(test, stop);
        return new TestResult
        {
            Verdict = report.Verdict,
            Points = report.Points,
            MaxPoints = test.Case.Points,
            Message = report.Message,
            Run = Kept(run, test.Case.Expected.Length + surplus),
        };
    }

    private async Task<(StageResult Run, CheckerReport Report)> CheckAsync(TestPlan test, CancellationToken stop)
    {
        var run = await stages.RunAsync(
            warden, program with { Stdin = test.Case.Stdin }, test.Run, new StageLinks { Compiled = compiled }, new OutputLog(), () => { }, stop);
        if (run.Verdict != Verdict.Ok)
        {
            return (run, EndOf(run));
        }

        if (test.CheckerPlan is { } checker)
        {
            var files = new StageLinks { More = CheckerFiles.Of(test.Case, run.Stdout) };
            return (run, await checkers[checker].RunAsync(warden, stages, files, TimeSpan.Zero, new OutputLog(), test.Case.Points, stop));
        }

        var verdict = OutputComparison.Judge(test.Checker, run.Stdout, test.Case.Expected);
        return (run, new CheckerReport(verdict, verdict == Verdict.Accepted ? test.Case.Points : 0, null));
    }

    private async Task<(StageResult Run, CheckerReport Report)> TalkAsync(TestPlan test, CheckerProgram interactor, CancellationToken stop)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var (programs, interactors) = (new OutputLog(), new OutputLog());
        var (programOver, interactorOver) = (new TaskCompletionSource(), new TaskCompletionSource());
        var programFirst = false;
        var toProgram = new StageLinks { Compiled = compiled, Live = StdoutOf(interactors, interactorOver.Task, both.Token) };
        var toInteractor = new StageLinks { More = CheckerFiles.Of(test.Case, null), Live = StdoutOf(programs, programOver.Task, both.Token) };
        var running = EndAsync(
            stages.RunAsync(warden, program, test.Run, toProgram, programs, () => { }, both.Token),
            () => programFirst = !interactorOver.Task.IsCompleted,
            programOver,
            both);
        var talking = EndAsync(
            interactor.RunAsync(warden, stages, toInteractor, test.Run.Limits.WallTime, interactors, test.Case.Points, both.Token),
            () => { },
            interactorOver,
            both);
        await Task.WhenAll(running, talking);
        var (run, report) = (await running, await talking);
        var ended = run.Verdict != Verdict.Ok && (programFirst || report.Verdict is Verdict.Accepted or Verdict.PartiallyCorrect);
        return (run, ended ? EndOf(run) : report);
    }

    /// <summary>Nobody reads the end of a stream before it is known who has ended first. A fault of one ends both.</summary>
    private static async Task<T> EndAsync<T>(Task<T> run, Action note, TaskCompletionSource over, CancellationTokenSource both)
    {
        try
        {
            return await run;
        }
        catch
        {
            await both.CancelAsync();
            throw;
        }
        finally
        {
            note();
            over.SetResult();
        }
    }

    private static async IAsyncEnumerable<CellMessage> StdoutOf(OutputLog output, Task over, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var (stream, bytes) in output.FollowAsync(cancellation))
        {
            if (stream == OutputStream.Stdout)
            {
                yield return CellMessage.Stdin(bytes);
            }
        }

        await over.WaitAsync(cancellation);
    }

    private static CheckerReport EndOf(StageResult run) => new(run.Verdict, 0, null);

    /// <summary>With no more than <paramref name="most"/> bytes of each output.</summary>
    public static StageResult Kept(StageResult run, int most) => run with { Output = run.Output.First(most) };
}
