using System.Diagnostics.CodeAnalysis;
using Hotcell.Engine.Judging;

namespace Hotcell.Engine.Executions;

/// <summary>What happens to an execution, in order.</summary>
public abstract record ExecutionEvent
{
    private ExecutionEvent()
    {
    }

    /// <summary>Valid, and waiting for a free place.</summary>
    public sealed record Queued : ExecutionEvent;

    /// <summary>The compile stage has begun.</summary>
    public sealed record Compiling : ExecutionEvent;

    /// <summary>The compile stage is over. When it failed, <see cref="Finished"/> follows at once.</summary>
    public sealed record Compiled(StageResult Result) : ExecutionEvent;

    /// <summary>The program itself has been started.</summary>
    public sealed record Started : ExecutionEvent;

    /// <summary>Bytes that the program (or the compiler) wrote, as they arrived; a character may be split between two.</summary>
    public sealed record Output(Stage Stage, OutputStream Stream, ReadOnlyMemory<byte> Bytes) : ExecutionEvent
    {
        /// <summary>All that a stage wrote, in order and in pieces.</summary>
        public static IEnumerable<Output> AllOf(Stage stage, StageResult result) => result.Output.PiecesInOrder().Select(piece => new Output(stage, piece.Stream, piece.Bytes));
    }

    /// <summary>A test has been judged. They come in their order; those that are left out do not come.</summary>
    /// <param name="Index">From 0.</param>
    public sealed record TestFinished(int Index, TestResult Result) : ExecutionEvent;

    /// <summary>The end: a verdict about the user's program.</summary>
    public sealed record Finished(ExecutionResult Result) : ExecutionEvent;

    /// <summary>The end: our fault, not the program's.</summary>
    public sealed record Faulted(SystemFault Fault) : ExecutionEvent;
}

public enum Stage
{
    Compile,
    Run,
}

[SuppressMessage("Naming", "CA1711", Justification = "It is what everybody calls the two.")]
public enum OutputStream
{
    Stdout,
    Stderr,
}
