using Hotcell.Engine;

namespace Hotcell.Server.Hosting;

/// <summary>
/// Gives memory back after a burst of large inputs. The collector keeps what it once needed until something is allocated again; an idle server
/// shares the machine with nothing but cells, and they can use it.
/// </summary>
internal sealed class MemoryTrim(HotcellEngine engine, TimeProvider time) : BackgroundService
{
    private const long Plenty = 64 * 1024 * 1024;
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (engine.Status is { Running: 0, Queued: 0 } && GC.GetGCMemoryInfo().TotalCommittedBytes > Plenty)
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
            }
        }
    }
}
