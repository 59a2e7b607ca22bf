using System.Diagnostics;

namespace Hotcell.Kit;

/// <summary>For what the kernel or another process does in its own time.</summary>
public static class Eventually
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(20);

    /// <summary>Returns as soon as <paramref name="holds"/> does.</summary>
    /// <exception cref="TimeoutException">It did not within <paramref name="patience"/> (20 s by default).</exception>
    public static async Task HoldsAsync(Func<bool> holds, string claim, TimeSpan? patience = null)
    {
        var limit = Machine.Patience * (patience ?? TimeSpan.FromSeconds(20));
        for (var watch = Stopwatch.StartNew(); !holds(); await Task.Delay(s_interval))
        {
            if (watch.Elapsed > limit)
            {
                throw new TimeoutException($"Not within {limit.TotalSeconds:0.#} s: {claim}");
            }
        }
    }
}
