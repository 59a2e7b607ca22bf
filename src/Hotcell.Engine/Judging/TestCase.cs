using Hotcell.Engine.Executions;

namespace Hotcell.Engine.Judging;

/// <summary>One input of a program, and what is right for it.</summary>
/// <param name="Expected">The output; or what a checker program is told as the answer.</param>
public sealed record TestCase(ReadOnlyMemory<byte> Stdin, ReadOnlyMemory<byte> Expected)
{
    /// <summary>Null: the request's.</summary>
    public Checker? Checker { get; init; }

    /// <summary>That the test is worth.</summary>
    public double Points { get; init; } = 1;

    /// <summary>What these do not ask for, the request's do.</summary>
    public RequestedLimits Limits { get; init; } = new();
}

/// <summary>A test with every choice made.</summary>
/// <param name="Run">How the program is run, with the test's limits.</param>
/// <param name="CheckerPlan">Null where the output is compared here.</param>
internal sealed record TestPlan(TestCase Case, StagePlan Run, Checker Checker, ExecutionPlan? CheckerPlan);
