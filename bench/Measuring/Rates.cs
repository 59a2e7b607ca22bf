using System.Diagnostics;

namespace Hotcell.Bench.Measuring;

/// <summary>One of the things whose speed is compared.</summary>
/// <param name="RunAsync">Runs it back to back until the flag is up; returns how often it ended.</param>
internal sealed record Racer(string Name, Func<Func<bool>, Task<int>> RunAsync);

/// <summary>Runs per second, back to back: nothing that one run leaves to be cleaned up can hide behind the next thing that is measured.</summary>
internal static class Rates
{
    /// <returns>Of each racer, the median of its rates in rounds that take turns.</returns>
    public static async Task<IReadOnlyList<double>> MeasureAsync(Effort effort, CancellationToken stop, params IReadOnlyList<Racer> racers)
    {
        var rates = racers.Select(_ => new List<double>()).ToArray();
        for (var round = 0; round < effort.RateRounds; round++)
        {
            for (var i = 0; i < racers.Count; i++)
            {
                var watch = Stopwatch.StartNew();
                var runs = await racers[i].RunAsync(() => watch.Elapsed < effort.RateChunk && !stop.IsCancellationRequested);
                rates[i].Add(runs / watch.Elapsed.TotalSeconds);
                stop.ThrowIfCancellationRequested();
            }
        }

        return [.. rates.Select(values => Distribution.Of(values).P50)];
    }
}
