using System.Net.Sockets;
using Hotcell.Protocol;

namespace Hotcell.Engine.Cells;

/// <summary>
/// One living cell: its data socket, and what the warden will say when it is gone. Used for one program, which it may boot a runtime for first.
/// </summary>
internal sealed class Cell(WardenConnection warden, uint id, Socket socket, Task<CellUsage> ended) : IDisposable
{
    /// <summary>What the cgroups counted; completes when the last process is gone.</summary>
    /// <exception cref="WardenLostException">Nobody will ever know.</exception>
    public Task<CellUsage> Ended { get; } = ended;

    /// <summary>Whether a runtime waits in it: then it gets the program's arguments, and not a command.</summary>
    public bool IsBooted { get; private set; }

    /// <summary>Boots a runtime; completes when that waits for its program. On failure the cell is gone.</summary>
    /// <exception cref="BootException">It did not.</exception>
    public async Task BootAsync(BootPlan boot)
    {
        try
        {
            await CellDialogue.BootAsync(socket, boot);
            IsBooted = true;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Ends every process in the cell. It is gone when <see cref="Ended"/> says so.</summary>
    public void Kill() => warden.Kill(id);

    /// <inheritdoc cref="CellDialogue"/>
    public Task TalkAsync(CellInput input, CellReader reader) => CellDialogue.RunAsync(socket, input, reader);

    public void Dispose() => socket.Dispose();
}
