using Hotcell.Engine.Cells;
using Hotcell.Engine.Images;
using Hotcell.Engine.Judging;
using Hotcell.Engine.Languages;

namespace Hotcell.Engine.Executions;

/// <summary>A valid request with every choice made: nothing after it can find the request wrong.</summary>
internal sealed record ExecutionPlan
{
    public required Language Language { get; init; }

    public required Image Image { get; init; }

    /// <summary>All of them have names, relative to <c>/work</c>.</summary>
    public required IReadOnlyList<SourceFile> Files { get; init; }

    public required ReadOnlyMemory<byte> Stdin { get; init; }

    /// <summary>Null for languages that run their source.</summary>
    public required StagePlan? Compile { get; init; }

    public required StagePlan Run { get; init; }

    /// <summary>What a compiler may leave: no more than the run has room for. 0 where nothing is compiled.</summary>
    public ByteSize MaxArtifact { get; init; }

    /// <summary>As <see cref="Caller.Id"/>: who shares what is compiled.</summary>
    public string Tenant { get; init; } = "";

    /// <summary>As <see cref="ExecutionRequest.Cache"/>.</summary>
    public bool MayCache { get; init; }

    /// <summary>Files that are to be returned; null: none.</summary>
    public FilePatterns? OutputFiles { get; init; }

    /// <summary>As <see cref="ExecutionRequest.Interaction"/>.</summary>
    public Interaction? Interaction { get; init; }

    /// <summary>The program runs once for each; without any, once.</summary>
    public IReadOnlyList<TestPlan> Tests { get; init; } = [];

    /// <summary>As <see cref="ExecutionRequest.StopOnFailure"/>.</summary>
    public bool StopOnFailure { get; init; }

    /// <summary>The checkers and interactors of the tests, each once.</summary>
    public IEnumerable<ExecutionPlan> Checkers => Tests.Select(test => test.CheckerPlan).OfType<ExecutionPlan>().Distinct<ExecutionPlan>(ReferenceEqualityComparer.Instance);

    /// <summary>What the request keeps in memory.</summary>
    public long Bytes =>
        Stdin.Length + Files.Sum(file => (long)file.Content.Length) + Tests.Sum(test => (long)test.Case.Stdin.Length + test.Case.Expected.Length) + Checkers.Sum(checker => checker.Bytes);
}

/// <summary>What one stage executes, and under which limits.</summary>
internal sealed record StagePlan(Stage Stage, Limits Limits, StartCommand Command)
{
    /// <summary>How a cell can boot the stage's runtime before the program is there; null where it cannot, or where this program needs a cold start.</summary>
    public BootPlan? Boot { get; init; }

    /// <summary>What a booted runtime is told: the program's file and its arguments.</summary>
    public StartCommand? HandOver { get; init; }
}
