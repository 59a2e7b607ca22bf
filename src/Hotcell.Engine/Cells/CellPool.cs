using System.Diagnostics.CodeAnalysis;
using Hotcell.Protocol;

namespace Hotcell.Engine.Cells;

/// <summary>
/// Cells made ahead, so that a program does not wait for its cell. Theory of operation: cells of one plan on one connection are a <i>class</i>
/// (<see cref="ReadyCells"/>). Whoever asks gets the one that has waited longest, or one made on demand. When a used cell has ended, its class is
/// filled up again, to as many as ran at once lately: a class that nobody uses holds nothing, and a popular one is rarely empty. Nothing is ever
/// put back: a cell is used for one program, and one about which there is any doubt is dropped. All classes share one capacity; the class that
/// was used least recently gives way.
/// </summary>
internal sealed class CellPool : IDisposable
{
    private readonly int _capacity;
    private readonly Lock _lock = new();
    private readonly Dictionary<CellClass, ReadyCells> _classes = [];
    private readonly ITimer _window;
    private long _uses;
    private int _ready;

    /// <param name="capacity">Cells of all classes; 0: none are made ahead.</param>
    /// <param name="window">A class that is not used for two of these holds nothing.</param>
    public CellPool(int capacity, TimeSpan window, TimeProvider time)
    {
        _capacity = capacity;
        _window = time.CreateTimer(_ => EndWindow(), null, window, window);
    }

    /// <summary>Cells that wait or are being made.</summary>
    public int Ready => Volatile.Read(ref _ready);

    /// <summary>A cell that nobody has used; made now when none is ready.</summary>
    /// <exception cref="CellRefusedException">The warden says which step failed.</exception>
    /// <exception cref="WardenLostException">The warden died, or does not answer.</exception>
    public async Task<Cell> TakeAsync(ICellMaker warden, CellPlan plan)
    {
        if (_capacity == 0 || plan.Work != WorkKind.Private)
        {
            return await warden.CreateAsync(plan);
        }

        var cells = Use(new CellClass(warden, plan));
        try
        {
            Cell? cell = null;
            while (cell is null && TryDequeue(cells, out var ready))
            {
                cell = await UsableAsync(ready);
            }

            cell ??= await warden.CreateAsync(plan);
            _ = ReturnAsync(cells, cell.Ended);
            return cell;
        }
        catch
        {
            End(cells, well: false);
            throw;
        }
    }

    public void Dispose()
    {
        _window.Dispose();
        lock (_lock)
        {
            foreach (var cells in _classes.Values)
            {
                Drop(cells, cells.Waiting.Count);
            }

            _classes.Clear();
        }
    }

    /// <summary>Null when it could not be made or has ended by itself; making another tells why, if there is a reason.</summary>
    private static async Task<Cell?> UsableAsync(Task<Cell> ready)
    {
        try
        {
            var cell = await ready;
            if (!cell.Ended.IsCompleted)
            {
                return cell;
            }

            cell.Dispose();
        }
        catch (Exception failed) when (failed is CellRefusedException or WardenLostException)
        {
        }

        return null;
    }

    private ReadyCells Use(CellClass asked)
    {
        lock (_lock)
        {
            if (!_classes.TryGetValue(asked, out var cells))
            {
                _classes[asked] = cells = new ReadyCells(asked);
            }

            cells.LastUse = ++_uses;
            cells.Begin();
            return cells;
        }
    }

    private bool TryDequeue(ReadyCells cells, [NotNullWhen(true)] out Task<Cell>? ready)
    {
        lock (_lock)
        {
            _ready -= cells.Waiting.TryDequeue(out ready) ? 1 : 0;
            return ready is not null;
        }
    }

    private async Task ReturnAsync(ReadyCells cells, Task ended)
    {
        await ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        End(cells, ended.IsCompletedSuccessfully);
    }

    /// <param name="well">Whether there is still a warden to ask for more.</param>
    private void End(ReadyCells cells, bool well)
    {
        lock (_lock)
        {
            cells.Running--;
            if (well && _classes.ContainsKey(cells.Class))
            {
                Fill(cells);
            }
        }
    }

    private void Fill(ReadyCells cells)
    {
        var wanted = Math.Min(cells.Wanted, _capacity);
        while (cells.Waiting.Count < wanted && (_ready < _capacity || MakeRoom(cells)))
        {
            cells.Waiting.Enqueue(cells.Class.Warden.CreateAsync(cells.Class.Plan));
            _ready++;
        }
    }

    private bool MakeRoom(ReadyCells wanting)
    {
        var idlest = _classes.Values.Where(cells => cells != wanting && cells.Waiting.Count > 0).MinBy(cells => cells.LastUse);
        if (idlest is not null)
        {
            Drop(idlest, 1);
        }

        return idlest is not null;
    }

    private void EndWindow()
    {
        lock (_lock)
        {
            foreach (var cells in _classes.Values.ToList())
            {
                cells.EndWindow();
                Drop(cells, cells.Waiting.Count - cells.Wanted);
                if (cells.Wanted == 0)
                {
                    _classes.Remove(cells.Class);
                }
            }
        }
    }

    private void Drop(ReadyCells cells, int count)
    {
        for (; count > 0; count--)
        {
            _ready--;
            _ = DropAsync(cells.Waiting.Dequeue());
        }

        // A cell whose server has hung up ends.
        static async Task DropAsync(Task<Cell> ready) => (await UsableAsync(ready))?.Dispose();
    }
}
