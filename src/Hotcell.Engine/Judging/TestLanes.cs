namespace Hotcell.Engine.Judging;

/// <summary>
/// How many tests run beside the one that each request may run in its turn, over all requests: what the machine has CPUs for. While somebody waits for
/// a turn nobody gets one more.
/// </summary>
internal sealed class TestLanes(int count, Func<bool> othersWait)
{
    private int _free = count;

    /// <summary>Whether one more test may run; if so, <see cref="Leave"/> must follow.</summary>
    public bool TryEnter()
    {
        if (othersWait())
        {
            return false;
        }

        if (Interlocked.Decrement(ref _free) >= 0)
        {
            return true;
        }

        Interlocked.Increment(ref _free);
        return false;
    }

    public void Leave() => Interlocked.Increment(ref _free);
}
