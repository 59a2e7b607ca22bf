using Hotcell.Protocol;
using Microsoft.Extensions.Logging;

namespace Hotcell.Engine.Cells;

/// <summary>
/// Cells made ahead, so that a program does not wait for its cell. Theory of operation: cells of one plan on one connection, with one booted
/// runtime or none, are a <i>class</i> (<see cref="ReadyCells"/>). Whoever asks gets the one that has waited longest, or one made on demand. A
/// moment after a used cell has ended, its class is filled up again, to as many as were in use at once lately: a class that nobody uses holds
/// nothing, and a popular one is rarely empty. Not at its end, because then the answer is on its way, and to make a cell is as much work. Nothing is
/// ever put back: a cell is used for one program, and one about which there is any doubt is dropped. Classes with a booted runtime share one capacity,
/// those without another, or many languages that boot would leave no room for those that compile. Of each kind the class that was used least recently
/// gives way. Runtimes also give way to a budget of memory.
/// </summary>
internal sealed partial class CellPool : IDisposable
{
    private readonly PoolLimits _limits;
    private readonly ILogger _log;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly Dictionary<CellClass, ReadyCells> _classes = [];
    private readonly ITimer _window;
    private long _uses;
    private int _plain;
    private int _booted;
    private long _readyBytes;
    private (PoolTakes Any, PoolTakes Hot) _takes;

    public CellPool(PoolLimits limits, TimeProvider time, ILogger log)
    {
        (_limits, _time, _log) = (limits, time, log);
        _window = time.CreateTimer(_ => EndWindow(), null, limits.Window, limits.Window);
    }

    /// <summary>Cells that wait or are being made; not those that have ended by themselves, or with their warden.</summary>
    public int Ready
    {
        get
        {
            lock (_lock)
            {
                return _classes.Values.Sum(cells => cells.Waiting.Count(ReadyCells.IsAlive));
            }
        }
    }

    /// <summary>Who asked for any cell, and who for one with a booted runtime: who finds none of those asks for any.</summary>
    public (PoolTakes Any, PoolTakes Hot) Takes
    {
        get
        {
            lock (_lock)
            {
                return _takes;
            }
        }
    }

    /// <summary>A cell that nobody has used, booted where one is ready that is; made now when none is ready at all.</summary>
    /// <exception cref="CellRefusedException">The warden says which step failed.</exception>
    /// <exception cref="WardenLostException">The warden died, or does not answer.</exception>
    public async Task<Cell> TakeAsync(ICellMaker warden, CellPlan plan, BootPlan? boot = null)
    {
        if (_limits.Cells == 0)
        {
            return await warden.CreateAsync(plan);
        }

        var cells = Use(new CellClass(warden, plan, boot));
        try
        {
            var cell = await TakeReadyAsync(cells) ?? await (boot is null ? warden.CreateAsync(plan) : TakeAsync(warden, plan));
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

    private async Task<Cell?> TakeReadyAsync(ReadyCells cells)
    {
        while (true)
        {
            Task<Cell>? ready;
            lock (_lock)
            {
                ready = cells.TakeOldest();
                ReadyLike(cells) -= ready is null ? 0 : 1;
                _readyBytes -= ready is null ? 0 : cells.Class.Bytes;
            }

            var isThere = ready is { IsCompleted: true };
            if (ready is null || await UsableAsync(cells, ready) is not null)
            {
                Count(cells, isThere);
                return ready?.Result;
            }
        }
    }

    /// <summary>Null when it could not be made or has ended by itself; making another tells why, if there is a reason.</summary>
    private async Task<Cell?> UsableAsync(ReadyCells cells, Task<Cell> ready)
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
        catch (BootException failed)
        {
            // Once for each window: the class holds nothing until then.
            if (!cells.Broken)
            {
                LogBootFailed(cells.Class.Boot!.Command.Executable, failed.Message);
            }

            cells.Broken = true;
        }

        return null;
    }

    private void Count(ReadyCells cells, bool hit)
    {
        lock (_lock)
        {
            _takes = cells.Class.Boot is null ? _takes with { Any = _takes.Any.With(hit) } : _takes with { Hot = _takes.Hot.With(hit) };
        }
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

    /// <summary>
    /// The moment counts as use: who runs one program after the other without a break finds as many cells ready as he takes in it. Not of those with a
    /// runtime, which boots at low priority, and of which one more costs too much to be kept for a moment.
    /// </summary>
    private async Task ReturnAsync(ReadyCells cells, Task ended)
    {
        await ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (cells.Class.Boot is null)
        {
            await Task.Delay(_limits.Moment, _time).ConfigureAwait(false);
        }

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
        var wanted = Math.Min(cells.Wanted, _limits.Cells);
        while (cells.Waiting.Count < wanted && (HasRoom(cells) || MakeRoom(cells)))
        {
            cells.Waiting.Add(cells.Class.MakeAsync());
            ReadyLike(cells)++;
            _readyBytes += cells.Class.Bytes;
        }
    }

    /// <summary>How many are ready of all classes with a runtime, or of all without.</summary>
    private ref int ReadyLike(ReadyCells cells) => ref cells.Class.Boot is null ? ref _plain : ref _booted;

    private bool HasRoom(ReadyCells cells) => ReadyLike(cells) < _limits.Cells && (cells.Class.Boot is null || _readyBytes + cells.Class.Bytes <= _limits.Memory.Bytes);

    private bool MakeRoom(ReadyCells wanting)
    {
        while (!HasRoom(wanting))
        {
            var idlest = _classes.Values
                .Where(cells => cells != wanting && cells.Waiting.Count > 0 && cells.Class.Boot is null == wanting.Class.Boot is null)
                .MinBy(cells => cells.LastUse);
            if (idlest is null)
            {
                return false;
            }

            Drop(idlest, 1);
        }

        return true;
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
            ReadyLike(cells)--;
            _readyBytes -= cells.Class.Bytes;
            _ = DropAsync(cells.Waiting[0]);
            cells.Waiting.RemoveAt(0);
        }

        // A cell whose server has hung up ends.
        async Task DropAsync(Task<Cell> ready) => (await UsableAsync(cells, ready))?.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Executable} does not boot ahead of its programs, which start cold: {Reason}")]
    private partial void LogBootFailed(string executable, string reason);
}

/// <param name="Cells">Ready cells of all classes with a runtime, and as many of all without; 0: none are made ahead.</param>
/// <param name="Memory">What they may hold together, by what their classes say.</param>
/// <param name="Window">A class that is not used for two of these holds nothing.</param>
internal sealed record PoolLimits(int Cells, ByteSize Memory, TimeSpan Window)
{
    /// <summary>From the end of a used cell to the making of another: longer than an answer takes to be written, shorter than anybody types.</summary>
    public TimeSpan Moment { get; init; } = TimeSpan.FromMilliseconds(15);
}
