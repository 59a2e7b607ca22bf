using Hotcell.Engine.Cells;

namespace Hotcell.Engine.Executions;

/// <summary>What a stage gets from others and leaves to others.</summary>
internal sealed record StageLinks
{
    /// <summary>What a compiler left: it finds this in <c>/work</c>, instead of the files of the request.</summary>
    public Artifact? Compiled { get; init; }

    /// <summary>It finds these, too.</summary>
    public IReadOnlyList<SourceFile> More { get; init; } = [];

    /// <summary>May end it.</summary>
    public Interaction? Interaction { get; init; }

    /// <summary>It is told this behind the input of the request, as it comes.</summary>
    public IAsyncEnumerable<CellMessage>? Live { get; init; }

    /// <summary>Gets what it leaves when it ends well; null: nobody asks.</summary>
    public IFileSink? Left { get; init; }
}
