using Hotcell.Engine.Executions;

namespace Hotcell.Engine.Cells;

/// <summary>All that a cell is told.</summary>
/// <param name="Command">What it executes, or what a booted runtime gets as its program.</param>
/// <param name="Limits">That are counted from the start.</param>
internal sealed record CellInput(StartCommand Command, Limits Limits)
{
    /// <summary>Files that the request brought.</summary>
    public IReadOnlyList<SourceFile> Files { get; init; } = [];

    /// <summary>Files that an earlier cell left.</summary>
    public Artifact? Artifact { get; init; }

    public ReadOnlyMemory<byte> Stdin { get; init; }

    /// <summary>What comes after <see cref="Stdin"/>, as it comes. At its end standard input ends, if that was not told before.</summary>
    public IAsyncEnumerable<CellMessage>? Live { get; init; }

    /// <summary>Its stdio is a terminal of this size; null: pipes.</summary>
    public TerminalSize? Terminal { get; init; }

    /// <summary>What the files that it leaves may take; 0: they are not asked for.</summary>
    public ByteSize Collects { get; init; }
}
