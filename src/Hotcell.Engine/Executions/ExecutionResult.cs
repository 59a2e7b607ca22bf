using Hotcell.Engine.Judging;
using Hotcell.Protocol;

namespace Hotcell.Engine.Executions;

/// <summary>The outcome of an execution whose program was tried: a verdict, and what each stage did.</summary>
public sealed record ExecutionResult
{
    public required Verdict Verdict { get; init; }

    /// <summary>Id of the language that ran it.</summary>
    public required string Language { get; init; }

    /// <summary>Null for languages that do not compile.</summary>
    public StageResult? Compile { get; init; }

    /// <summary>Null when compiling failed, and when there were tests.</summary>
    public StageResult? Run { get; init; }

    /// <summary>Null when compiling failed, and when there were no tests.</summary>
    public Judgement? Judgement { get; init; }

    /// <summary>Null when none were asked for, or none are told of: the program did not end well.</summary>
    public OutputFiles? OutputFiles { get; init; }

    /// <summary>Protections that were in force; none where it ran elsewhere: nobody here knows.</summary>
    public required Isolation Isolation { get; init; }

    /// <summary>The service that ran it because this one could not; null where it ran here.</summary>
    public string? Fallback { get; init; }

    /// <summary>What all that compiler and program wrote takes in memory, in bytes.</summary>
    public long Held => (Compile?.Output.Held ?? 0) + (Run?.Output.Held ?? 0) + (OutputFiles?.Bytes ?? 0) + (Judgement?.Tests.Sum(test => test.Run?.Output.Held ?? 0) ?? 0);

    /// <summary>One of the tests as if its run were all there was, judged by how it ended; this, where there is no such run: without tests, and where the program does not compile.</summary>
    public ExecutionResult OfTest(int index) =>
        Judgement?.Tests[index].Run is { } run ? this with { Verdict = run.Verdict, Compile = null, Run = run, Judgement = null } : this;
}

/// <summary>What one stage, compiling or running, did.</summary>
public sealed record StageResult
{
    public required Verdict Verdict { get; init; }

    /// <summary>What was written, as it arrived.</summary>
    public required StageOutput Output { get; init; }

    /// <inheritdoc cref="StageOutput.Stdout"/>
    public ReadOnlyMemory<byte> Stdout => Output.Stdout;

    /// <inheritdoc cref="StageOutput.Stderr"/>
    public ReadOnlyMemory<byte> Stderr => Output.Stderr;

    /// <inheritdoc cref="StageOutput.Interleaved"/>
    public ReadOnlyMemory<byte> Interleaved => Output.Interleaved;

    /// <summary>Null when a signal or a limit ended the program.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Name such as <c>SIGSEGV</c>; null when the program ended by itself.</summary>
    public string? Signal { get; init; }

    /// <summary>From exec to the end.</summary>
    public required TimeSpan WallTime { get; init; }

    /// <summary>User and system time of all its processes.</summary>
    public required TimeSpan CpuTime { get; init; }

    /// <summary>Highest charge of the memory controller: anonymous memory, tmpfs and page cache.</summary>
    public required ByteSize PeakMemory { get; init; }

    /// <summary>Name of the first system call that the filter refused by name; null when there was none.</summary>
    public string? RefusedSyscall { get; init; }

    /// <summary>Whether its runtime had booted before the program came.</summary>
    public bool Hot { get; init; }

    /// <summary>Whether it left more files than anybody looks through.</summary>
    public bool LeftMore { get; init; }

    /// <summary>Whether it was not compiled again: then everything else here is of the time when it was.</summary>
    public bool Cached { get; init; }
}

/// <summary>Our own failure. Never part of a program's output, and never caused by one.</summary>
/// <param name="Stage">Where in the pipeline: <c>compile</c>, <c>run</c>, <c>warden</c>.</param>
/// <param name="Step">The step of making the cell that failed, if one did.</param>
/// <param name="Index">Which one, where the step is done several times.</param>
/// <param name="Errno">0 where no system call failed.</param>
public sealed record SystemFault(string Stage, CellStep Step, int Index, int Errno, string Message);
