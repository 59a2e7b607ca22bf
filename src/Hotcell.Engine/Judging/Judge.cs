using Hotcell.Engine.Cells;
using Hotcell.Engine.Executions;

namespace Hotcell.Engine.Judging;

/// <summary>
/// Runs a program once for each test. Theory of operation: the program is compiled already, and its checkers are now, each once. Then every test runs in a cell of its
/// own (<see cref="TestRunner"/>), its checker in another, so nothing passes from one test to the next; several at once, where the machine allows it (<see cref="TestSchedule"/>).
/// All results are held until the last: so what is kept of each output is bounded by what was expected.
/// </summary>
internal sealed class Judge(Compiler compiler, StageRunner stages, TestLanes lanes)
{
    /// <summary>Bytes of each output beyond what is expected, since a wrong one may be longer; less where there are many tests.</summary>
    private const int MostSurplus = 64 * 1024;

    private const int AllSurplus = 8 * 1024 * 1024;

    /// <param name="plan">With tests.</param>
    /// <param name="compiled">What the program's compiler left.</param>
    /// <param name="told">Gets each result with its index, in the order of the tests.</param>
    /// <exception cref="SystemFaultException">It was not the program's doing.</exception>
    public async Task<Judgement> RunAsync(WardenConnection warden, ExecutionPlan plan, Artifact? compiled, Action<int, TestResult> told, CancellationToken stop)
    {
        var checkers = new Dictionary<ExecutionPlan, CheckerProgram>(ReferenceEqualityComparer.Instance);
        foreach (var checker in plan.Checkers)
        {
            checkers[checker] = await CheckerProgram.MakeAsync(checker, warden, compiler, stop);
        }

        var runner = new TestRunner(warden, stages, plan, compiled, checkers, SurplusOf(plan.Tests.Count));
        var schedule = new TestSchedule(plan.Tests.Count, plan.StopOnFailure, lanes, (index, cancel) => runner.RunAsync(plan.Tests[index], cancel), told);
        var results = await schedule.RunAsync(stop);
        return new Judgement([.. results, .. plan.Tests.Skip(results.Count).Select(test => Skipped(test.Case.Points))]);
    }

    /// <summary>Bytes that are kept of each output beyond what is expected.</summary>
    public static int SurplusOf(int tests) => Math.Min(MostSurplus, AllSurplus / tests);

    public static TestResult Skipped(double points) => new() { Verdict = Verdict.Skipped, Points = 0, MaxPoints = points };
}
