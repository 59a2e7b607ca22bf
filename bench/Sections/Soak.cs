using System.Diagnostics;
using Hotcell.Bench.Machine;
using Hotcell.Bench.Reporting;
using Hotcell.Bench.Subjects;

namespace Hotcell.Bench.Sections;

/// <summary>Very many cells through one warden: none may fail, and the last must find it as the first did.</summary>
internal static class Soak
{
    private const int AtOnce = 4;

    /// <summary>Cells before the first look, so that what grows once has grown.</summary>
    private const int Rehearsal = 500;

    private const string Command = "/usr/bin/pwd";
    private const string Output = "/work\n";
    private const double Megabyte = 1e6;
    private const double MostGrowth = 1;
    private const int MaxNotes = 5;

    public static async Task<Section> MeasureAsync(Workbench bench, int cells)
    {
        var section = new Section($"Soak: {cells} cells with {Command}, {AtOnce} at once");
        using var driver = CellDriver.Connect(bench.Hotcell.Socket, Command, Output);
        Run(driver, Rehearsal, bench.Stop);
        var before = await Holdings.TakeSettledAsync(bench.Hotcell);
        var warden = bench.Hotcell.WardenId;
        var memory = ProcessTree.ResidentBytesOf(warden);
        var watch = Stopwatch.StartNew();
        var outcomes = Run(driver, cells, bench.Stop);
        var seconds = watch.Elapsed.TotalSeconds;

        section.Add("a cell", outcomes.Select(outcome => outcome.Milliseconds));
        section.Add("cells per second", outcomes.Count / seconds, Units.PerSecond);
        section.Add("failures", outcomes.Count(outcome => outcome.Problem is not null), Units.Count, Target.NoMoreThan(0));
        foreach (var (name, count) in await before.LeftAsync(bench.Hotcell))
        {
            section.Add($"growth: {name}", count, Units.Count, Target.NoMoreThan(0));
        }

        section.Add("growth: memory of the warden", (ProcessTree.ResidentBytesOf(warden) - memory) / Megabyte, Units.Megabytes, Target.NoMoreThan(MostGrowth));
        section.Notes.AddRange(outcomes.Select(outcome => outcome.Problem).OfType<string>().Distinct().Take(MaxNotes));
        return section;
    }

    private static List<(double Milliseconds, string? Problem)> Run(CellDriver driver, int cells, CancellationToken stop)
    {
        var outcomes = new List<(double, string?)>(cells);
        var begun = 0;
        driver.Ended = (milliseconds, problem) => outcomes.Add((milliseconds, problem));
        driver.Run(AtOnce, () => !stop.IsCancellationRequested && begun++ < cells);
        stop.ThrowIfCancellationRequested();
        return outcomes;
    }
}
