using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Hotcell.Client;

/// <summary>What happens to an execution, in order. The last is <see cref="Finished"/>.</summary>
public abstract record ExecutionEvent
{
    private ExecutionEvent()
    {
    }

    /// <summary>Its number, from 1: <see cref="HotcellClient.ResumeAsync"/> goes on behind it.</summary>
    [JsonIgnore]
    public long EventId { get; internal init; }

    /// <summary>The program waits for a free place.</summary>
    /// <param name="Id">Of the execution.</param>
    public sealed record Queued(string Id) : ExecutionEvent;

    /// <summary>The compiler has started.</summary>
    public sealed record Compiling : ExecutionEvent;

    /// <summary>The compiler has ended. When it failed, <see cref="Finished"/> follows.</summary>
    /// <param name="Verdict">Of the compiler.</param>
    /// <param name="ExitCode">Null when a signal or a limit ended it.</param>
    /// <param name="Cached">Whether the same files were compiled before, and not again.</param>
    public sealed record Compiled(Verdict Verdict, int? ExitCode, bool Cached) : ExecutionEvent;

    /// <summary>The program has started.</summary>
    public sealed record Started : ExecutionEvent;

    /// <summary>Something was written. Not told of tests.</summary>
    /// <param name="Stage">By whom.</param>
    /// <param name="Stream">Where to.</param>
    /// <param name="Data">Text in which no character is torn, or base64, as <see cref="ExecutionRequest.OutputEncoding"/> says.</param>
    public sealed record Output(Stage Stage, OutputStream Stream, string Data) : ExecutionEvent;

    /// <summary>A test has been judged. They come in their order.</summary>
    /// <param name="Index">From 0.</param>
    /// <param name="Test">What became of it.</param>
    public sealed record TestFinished(int Index, TestResult Test) : ExecutionEvent;

    /// <summary>This reader was too far behind: events are left out. <see cref="Finished"/> has their output.</summary>
    /// <param name="Events">How many.</param>
    public sealed record Skipped(long Events) : ExecutionEvent;

    /// <summary>The end.</summary>
    /// <param name="Result">As <see cref="HotcellClient.RunAsync(ExecutionRequest, CancellationToken)"/> returns it.</param>
    public sealed record Finished(ExecutionResult Result) : ExecutionEvent;
}

/// <summary>A part of an execution.</summary>
public enum Stage
{
    /// <summary>The compiler.</summary>
    [JsonStringEnumMemberName("compile")]
    Compile,

    /// <summary>The program.</summary>
    [JsonStringEnumMemberName("run")]
    Run,
}

/// <summary>Where a program writes to.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "It is what everybody calls the two.")]
public enum OutputStream
{
    /// <summary>Standard output.</summary>
    [JsonStringEnumMemberName("stdout")]
    Stdout,

    /// <summary>Standard error.</summary>
    [JsonStringEnumMemberName("stderr")]
    Stderr,
}
