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

        var right = outcomes.Where(outcome => outcome.Problem is null).ToList();
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

    private static async Task<IReadOnlyList<(double Milliseconds, string? Problem)>> RunAsync(Workbench bench, int count)
    {
        bench.Stop.ThrowIfCancellationRequested();
        using var http = bench.Connect();
        var available = await http.AvailableLanguagesAsync();
        return await Task.WhenAll(Enumerable.Range(0, count).Select(i => TryAsync(http, ProgramOf(i, available))));
    }

    private static async Task<(double Milliseconds, string? Problem)> TryAsync(HttpRuns http, HttpProgram program)
    {
        try
        {
            return (await http.RunAsync(program), null);
        }
        catch (Exception failed) when (failed is BenchException or HttpRequestException or TaskCanceledException)
        {
            return (0, failed.Message);
        }
    }

    /// <summary>Mostly small scripts, now and then an interpreter and a compiler. Each reads its number and says it.</summary>
    private static HttpProgram ProgramOf(int i, IReadOnlyDictionary<string, string> available)
    {
        var stdout = $"{i} of {i}\n";
        return (i % 10) switch
        {
            0 when available.ContainsKey("c") => HttpProgram.Of(
                "c", $"#include <stdio.h>\nint main(void) {{ int n; return scanf(\"%d\", &n) != 1 || printf(\"{i} of %d\\n\", n) < 0; }}\n", stdout, $"{i}\n"),
            1 when available.ContainsKey("python") => HttpProgram.Of("python", $"print({i}, 'of', input())\n", stdout, $"{i}\n"),
            _ => HttpProgram.Of("bash", $"read -r n; echo {i} of $n\n", stdout, $"{i}\n"),
        };
    }
}
