using Hotcell.Protocol;

namespace Hotcell.Engine.Cells;

/// <summary>A <c>/work</c> that outlives the cell that made it: one cell compiles into it, and after that has ended, another runs from it.</summary>
internal sealed class Artifact(WardenConnection warden) : IDisposable
{
    private readonly ulong _handle = warden.NewArtifact();

    /// <summary>For the cell that makes it.</summary>
    public Work Created => new(WorkKind.CreateArtifact, _handle);

    /// <summary>For a cell after that one.</summary>
    public Work Attached => new(WorkKind.AttachArtifact, _handle);

    /// <summary>Every cell that uses it must have ended.</summary>
    public void Dispose() => warden.Release(_handle);
}
