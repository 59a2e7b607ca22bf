using System.Globalization;
using System.Text;
using Hotcell.Bench.Measuring;
using Hotcell.Bench.Reporting;
using Hotcell.Bench.Subjects;
using Hotcell.Engine.Languages;

namespace Hotcell.Bench.Sections;

/// <summary>
/// What server and warden add to a program that does nothing: its HTTP round trip, less a bare run of the same argv. One at a time: each turn begins when
/// the cell of the run before is gone and the next is made, which is done behind the answer. What that costs who never rests is told as well; and how
/// much of it comes before the program's first own instruction, by a clock that both see.
/// </summary>
internal static class HttpOverhead
{
    public const string Language = "bash";
    public const string FileName = "main.sh";
    public const string Code = "true\n";

    private const double MostMilliseconds = 3;
    private const double MostBeforeMain = 1.5;
    private const double MostBeforeMainRare = 5;

    /// <summary>Prints when main was entered.</summary>
    private const string Clock = """
        #include <stdio.h>
        #include <time.h>
        int main(void)
        {
            struct timespec now;
            clock_gettime(CLOCK_MONOTONIC, &now);
            printf("%lld\n", now.tv_sec * 1000000000LL + now.tv_nsec);
        }

        """;

    public static async Task<Section> MeasureAsync(Workbench bench, LanguageCatalog languages)
    {
        var section = new Section("Server + warden, an empty bash program");
        using var posts = bench.Time();
        using var bare = new BareProgram(bench.Spawner, languages.Find(Language)!, FileName, Code);
        var program = HttpProgram.Of(Language, Code, stdout: "");
        for (var i = 0; i < bench.Effort.Warmup; i++)
        {
            bench.Stop.ThrowIfCancellationRequested();
            posts.Run(program);
        }

        Contender[] both = [Contender.Blocking("HTTP", () => posts.Run(program)), Contender.Blocking("bare", () => bare.Run())];
        var measured = await Rounds.RunAsync(bench.Effort.Overhead, bench.Stop, both);
        section.Add("HTTP request to answer", measured[0]);
        section.Add("bare run of the same argv", measured[1]);

        // Within a round both ran at nearly the same moment: the difference of the two is what the machine's moods cancel out of.
        var added = section.Add("added, round by round", Added(measured));
        section.Add("added, p50", added.P50, Units.Milliseconds, Target.NoMoreThan(MostMilliseconds));
        section.Add("added, p99", added.P99, Units.Milliseconds);

        section.Add("added, without a rest between the turns", Added(await Rounds.RunAsync(bench.Effort.Overhead with { Rest = TimeSpan.Zero }, bench.Stop, both)));
        await MeasureBeforeMainAsync(section, bench, posts);
        return section;
    }

    private static async Task MeasureBeforeMainAsync(Section section, Workbench bench, TimedPosts posts)
    {
        var source = Path.Combine(bench.Folder, "clock.c");
        await File.WriteAllTextAsync(source, Clock);
        using var bare = Spawner.Start(bench.Spawner, SpawnMethod.Spawn, [await Helper.BuildAsync(source, bench.Folder)], capture: true);
        var program = HttpProgram.Of("c", Clock, stdout: null);
        posts.Run(program);
        var measured = await Rounds.RunAsync(bench.Effort.Overhead, bench.Stop, Contender.Blocking("HTTP", OverHttp), Contender.Blocking("bare", Alone));
        section.Add("HTTP request to main", measured[0]);
        section.Add("bare spawn to main", measured[1]);
        var added = section.Add("added before main, round by round", Added(measured));
        section.Add("added before main, p50", added.P50, Units.Milliseconds, Target.NoMoreThan(MostBeforeMain));
        section.Add("added before main, p99", added.P99, Units.Milliseconds, Target.NoMoreThan(MostBeforeMainRare));

        double OverHttp()
        {
            var (begun, answer) = posts.Ask(program);
            return BeforeMain(begun, answer.Stdout);
        }

        double Alone() => BeforeMain(bare.RunTimed().Begun, Encoding.UTF8.GetString(bare.Output));
    }

    private static double BeforeMain(long begun, string clock) => (long.Parse(clock, CultureInfo.InvariantCulture) - begun) / 1e6;

    private static IEnumerable<double> Added(IReadOnlyList<List<double>> measured) => measured[0].Zip(measured[1], (over, alone) => over - alone);
}
