using System.Collections.Concurrent;
using System.Diagnostics;
using Hotcell.Bench.Machine;
using Hotcell.Bench.Measuring;
using Hotcell.Bench.Reporting;
using Hotcell.Bench.Subjects;

namespace Hotcell.Bench.Sections;

/// <summary>
/// Very many friendly and hostile programs through one server, in an order drawn anew: each must get its verdict, and in the end everything must be
/// as it was.
/// </summary>
internal static class MixedSoak
{
    private const int AtOnce = 4;

    /// <summary>Programs before the first look, so that what grows once has grown.</summary>
    private const int Rehearsal = 1000;

    private const double Megabyte = 1e6;
    private const double MostGrowth = 1;

    /// <summary>The server's heap is as large as its collector lets it be: it breathes.</summary>
    private const double MostGrowthOfServer = 24;

    /// <summary>Answers of the last tenth may come this much later than those of the first: a machine has its moods, a leak goes on.</summary>
    private const double MostDelay = 1.25;

    private const int MaxNotes = 5;

    /// <summary>Ready cells are gone when everything rests.</summary>
    public static readonly string[] ServerOptions = ["--ready-time", "4"];

    private static readonly TimeSpan s_rest = TimeSpan.FromSeconds(20);

    public static async Task<Section> MeasureAsync(Workbench bench, int runs)
    {
        var section = new Section($"Soak: {runs} friendly and hostile programs, {AtOnce} at once");
        await RunAsync(bench, Rehearsal);
        await Task.Delay(s_rest, bench.Stop);
        var before = await Holdings.TakeSettledAsync(bench.Hotcell);
        var memory = Memory(bench.Hotcell);
        var watch = Stopwatch.StartNew();
        var outcomes = await RunAsync(bench, runs);
        var seconds = watch.Elapsed.TotalSeconds;

        section.Add("a program", outcomes.Select(outcome => outcome.Milliseconds));
        section.Add("programs per second", outcomes.Count / seconds, Units.PerSecond);
        if (runs >= Rehearsal)
        {
            section.Add("friendly ones, p50 of the last tenth ÷ of the first", Median(outcomes.TakeLast(runs / 10)) / Median(outcomes.Take(runs / 10)), Units.Times, Target.NoMoreThan(MostDelay));
        }

        section.Add("not answered, or with another verdict", outcomes.Count(outcome => outcome.Problem is not null), Units.Count, Target.NoMoreThan(0));
        await Task.Delay(s_rest, bench.Stop);
        foreach (var (name, count) in await before.LeftAsync(bench.Hotcell))
        {
            section.Add($"growth: {name}", count, Units.Count, Target.NoMoreThan(0));
        }

        foreach (var ((name, was, most), (_, now, _)) in memory.Zip(Memory(bench.Hotcell)))
        {
            section.Add($"growth: memory of the {name} (was {was / Megabyte:0.0} MB)", (now - was) / Megabyte, Units.Megabytes, Target.NoMoreThan(most));
        }

        section.Notes.AddRange(outcomes.Select(outcome => outcome.Problem).OfType<string>().Distinct().Take(MaxNotes));
        return section;
    }

    private static IReadOnlyList<(string Name, long Bytes, double MostGrowth)> Memory(RunningHotcell hotcell) =>
    [
        ("keeper", ProcessTree.ResidentBytesOf(hotcell.KeeperId), MostGrowth),
        ("warden", ProcessTree.ResidentBytesOf(hotcell.WardenId), MostGrowth),
        ("server", ProcessTree.ResidentBytesOf(hotcell.ServerId), MostGrowthOfServer),
    ];

    private static double Median(IEnumerable<Outcome> outcomes) =>
        Distribution.Of([.. outcomes.Where(outcome => outcome is { IsFriendly: true, Problem: null }).Select(outcome => outcome.Milliseconds)]).P50;

    /// <returns>In the order in which they ended.</returns>
    private static async Task<IReadOnlyList<Outcome>> RunAsync(Workbench bench, int runs)
    {
        using var http = bench.Connect();
        var programs = SoakPrograms.For(await http.AvailableLanguagesAsync());
        var outcomes = new ConcurrentQueue<Outcome>();
        var left = runs;
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                bench.Stop.ThrowIfCancellationRequested();
                outcomes.Enqueue(await TryAsync(http, programs.Draw()));
            }
        }));
        return [.. outcomes];
    }

    private static async Task<Outcome> TryAsync(HttpRuns http, SoakProgram program)
    {
        try
        {
            return new(program.IsFriendly, await http.RunAsync(program.Request), null);
        }
        catch (Exception failed) when (failed is BenchException or HttpRequestException or TaskCanceledException)
        {
            return new(program.IsFriendly, 0, $"{program.Name}: {failed.Message}");
        }
    }

    private sealed record Outcome(bool IsFriendly, double Milliseconds, string? Problem);
}
