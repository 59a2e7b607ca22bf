using System.Diagnostics;
using Hotcell.Bench.Machine;
using Hotcell.Bench.Reporting;
using Hotcell.Bench.Subjects;

namespace Hotcell.Bench.Sections;

/// <summary>Many requests at once, each with an answer of its own; then a look at what they left behind.</summary>
internal static class ParallelRequests
{
    private const int Clients = 200;

    /// <summary>Seconds without use after which the server keeps no cell ready: those are not left behind, and are gone when it is looked.</summary>
    private const int ReadyTime = 4;

    public static async Task<Section> MeasureAsync(Workbench bench)
    {
        var section = new Section($"{Clients} requests at once");
        await using var own = await Workbench.SetUpAsync(bench.Effort, withServer: true, bench.Stop, tree: null, "--ready-time", $"{ReadyTime}");

        // Once to have everything opened that is opened once.
        await RunAsync(own, Clients);
        await Task.Delay(TimeSpan.FromSeconds(ReadyTime * 1.5), bench.Stop);
        var before = await Holdings.TakeSettledAsync(own.Hotcell);
        var watch = Stopwatch.StartNew();
        var outcomes = await RunAsync(own, Clients);
        var seconds = watch.Elapsed.TotalSeconds;

        var right = outcomes.Where(outcome => outcome.Right).ToList();
        if (right.Count > 0)
        {
            section.Add("answered right, each from its request on", right.Select(outcome => outcome.Milliseconds));
        }

        section.Add("answered wrong or not at all", outcomes.Count - right.Count, Units.Count, Target.NoMoreThan(0));
        section.Add("all of them", seconds * 1000, Units.Milliseconds);
        section.Add("answers per second", outcomes.Count / seconds, Units.PerSecond);
        foreach (var (name, count) in await before.LeftAsync(own.Hotcell))
        {
            section.Add($"left behind: {name}", count, Units.Count, Target.NoMoreThan(0));
        }

        section.Notes.AddRange(outcomes.Select(outcome => outcome.Problem).OfType<string>().Take(3));
        return section;
    }

    private static async Task<IReadOnlyList<HttpOutcome>> RunAsync(Workbench bench, int count)
    {
        bench.Stop.ThrowIfCancellationRequested();
        using var http = bench.Connect();
        var available = await http.AvailableLanguagesAsync();
        return await Task.WhenAll(Enumerable.Range(0, count).Select(i => http.TryAsync(NumberedPrograms.Of(i, available))));
    }
}
