using Hotcell.Bench.Measuring;
using Hotcell.Bench.Reporting;
using Hotcell.Bench.Subjects;
using Hotcell.Engine.Languages;

namespace Hotcell.Bench.Sections;

/// <summary>How many runs a second clients get that never rest: cells and HTTP, beside the same programs run bare.</summary>
internal static class Throughput
{
    /// <summary>Of the bare rate.</summary>
    private const double LeastOfBare = 0.3;

    private static readonly int[] s_clients = [1, 2, 4, 8, 64];

    public static async Task<Section> MeasureAsync(Workbench bench, LanguageCatalog languages)
    {
        var section = new Section("Runs per second, back to back");
        using var http = bench.Connect();
        var hello = await HelloAsync(http, languages);
        foreach (var clients in s_clients)
        {
            await MeasureAsync(section, bench, http, languages.Find(HttpOverhead.Language)!, hello, clients);
        }

        return section;
    }

    /// <summary>A runtime that is booted ahead, and a program that is compiled already, where there is a toolchain for them.</summary>
    private static async Task<IReadOnlyList<(string Name, HttpProgram Program)>> HelloAsync(HttpRuns http, LanguageCatalog languages)
    {
        var available = await http.AvailableLanguagesAsync();
        (string Id, string Name)[] wanted = [("python", "Python hello over HTTP"), ("cpp", "C++ hello, compiled before, over HTTP")];
        var programs = wanted.Where(one => available.ContainsKey(one.Id))
            .Select(one => (one.Name, HttpProgram.Of(one.Id, Sample.Hello(languages.Find(one.Id)!).Code, stdout: null))).ToList();
        foreach (var (_, program) in programs)
        {
            await http.RunAsync(program);
        }

        return programs;
    }

    private static async Task MeasureAsync(
        Section section, Workbench bench, HttpRuns http, Language bash, IReadOnlyList<(string Name, HttpProgram Program)> hello, int clients)
    {
        var forks = Enumerable.Range(0, clients).Select(_ => Subjects.Spawner.Start(bench.Spawner, SpawnMethod.Fork, [Workbench.TrueCommand])).ToList();
        var shells = Enumerable.Range(0, clients).Select(_ => new BareProgram(bench.Spawner, bash, HttpOverhead.FileName, HttpOverhead.Code)).ToList();
        try
        {
            var program = HttpProgram.Of(HttpOverhead.Language, HttpOverhead.Code, stdout: "");
            var rates = await Rates.MeasureAsync(
                bench.Effort,
                bench.Stop,
                [
                    new Racer("cells of true", more => Task.FromResult(RunCells(bench.Cells, clients, more))),
                    new Racer("bare fork + exec of true", more => RunAllAsync(forks, fork => Task.FromResult(fork.Run()), more)),
                    new Racer("empty bash programs over HTTP", more => RunAllAsync(forks, _ => http.RunAsync(program), more)),
                    new Racer("bare runs of the same argv", more => RunAllAsync(shells, shell => Task.FromResult(shell.Run()), more)),
                    .. hello.Select(one => new Racer(one.Name, more => RunAllAsync(forks, _ => http.RunAsync(one.Program), more))),
                ]);
            var who = clients == 1 ? "1 client" : $"{clients} clients";
            section.Add($"{who}: cells of true", rates[0], Units.PerSecond);
            section.Add($"{who}: bare fork + exec of true", rates[1], Units.PerSecond);
            section.Add($"{who}: cells ÷ bare", rates[0] / rates[1], Units.Times, Target.NoLessThan(LeastOfBare));
            section.Add($"{who}: empty bash programs over HTTP", rates[2], Units.PerSecond);
            section.Add($"{who}: bare runs of the same argv", rates[3], Units.PerSecond);
            section.Add($"{who}: HTTP ÷ bare", rates[2] / rates[3], Units.Times);
            foreach (var (one, rate) in hello.Zip(rates.Skip(4)))
            {
                section.Add($"{who}: {one.Name}", rate, Units.PerSecond);
            }
        }
        finally
        {
            forks.ForEach(fork => fork.Dispose());
            shells.ForEach(shell => shell.Dispose());
        }
    }

    private static int RunCells(CellDriver cells, int clients, Func<bool> more)
    {
        var count = 0;
        cells.Ended = (_, problem) => count += problem is null ? 1 : throw new BenchException($"a cell failed: {problem}");
        cells.Run(clients, more);
        return count;
    }

    /// <summary>Each of <paramref name="clients"/> on its own, one run after the other.</summary>
    private static async Task<int> RunAllAsync<T>(IReadOnlyList<T> clients, Func<T, Task<double>> run, Func<bool> more)
    {
        var counts = await Task.WhenAll(clients.Select(client => Task.Factory.StartNew(
            async () =>
            {
                var count = 0;
                for (; more(); count++)
                {
                    await run(client);
                }

                return count;
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap()));
        return counts.Sum();
    }
}
