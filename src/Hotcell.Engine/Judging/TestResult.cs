using Hotcell.Engine.Executions;

namespace Hotcell.Engine.Judging;

/// <summary>What a program made of a test.</summary>
public sealed record TestResult
{
    public required Verdict Verdict { get; init; }

    public required double Points { get; init; }

    /// <summary>That there were to get.</summary>
    public required double MaxPoints { get; init; }

    /// <summary>What a checker program says about it, or why there is no saying; else null.</summary>
    public string? Message { get; init; }

    /// <summary>How the program ran, with outputs cut that are much longer than expected. Null when it did not.</summary>
    public StageResult? Run { get; init; }
}

/// <summary>What a program made of all its tests.</summary>
public sealed record Judgement(IReadOnlyList<TestResult> Tests)
{
    /// <summary>That of the first test that is not accepted.</summary>
    public Verdict Verdict => Tests.Select(test => test.Verdict).FirstOrDefault(verdict => verdict != Verdict.Accepted, Verdict.Accepted);

    public double Points => Tests.Sum(test => test.Points);

    public double MaxPoints => Tests.Sum(test => test.MaxPoints);
}
