namespace Hotcell.Engine.Cells;

/// <summary>The ready cells of one class, and how much it is used. The pool's lock guards it.</summary>
internal sealed class ReadyCells(CellClass cellClass)
{
    private int _peak;
    private int _lastPeak;

    public CellClass Class { get; } = cellClass;

    /// <summary>In the order in which they were asked for; some may still be in the making.</summary>
    public List<Task<Cell>> Waiting { get; } = [];

    /// <summary>Grows with every use of any class.</summary>
    public long LastUse { get; set; }

    /// <summary>Cells in use, or used a moment ago.</summary>
    public int Running { get; set; }

    /// <summary>Its runtime did not boot, in this window.</summary>
    public bool Broken { get; set; }

    /// <summary>As many as were in use at once in this window or the last, and one for whoever comes while they run.</summary>
    public int Wanted => Math.Max(_peak, _lastPeak) is > 0 and var peak && !Broken ? peak + 1 : 0;

    /// <summary>Whether one that was asked for is still there, or will be.</summary>
    public static bool IsAlive(Task<Cell> cell) => !cell.IsCompleted || (cell.IsCompletedSuccessfully && !cell.Result.Ended.IsCompleted);

    public void Begin() => _peak = Math.Max(_peak, ++Running);

    public void EndWindow() => (_lastPeak, _peak, Broken) = (_peak, Running, false);

    /// <summary>
    /// The first that is ready. One in the making will be ready sooner than one that is asked for now; but to wait for a runtime to boot is what
    /// a cold start does, too, so of those only whoever is ready is taken.
    /// </summary>
    public Task<Cell>? TakeOldest()
    {
        var index = Waiting.FindIndex(cell => cell.IsCompleted);
        if (index < 0 && Class.Boot is null && Waiting.Count > 0)
        {
            index = 0;
        }

        if (index < 0)
        {
            return null;
        }

        var oldest = Waiting[index];
        Waiting.RemoveAt(index);
        return oldest;
    }
}
