using Hotcell.Bench.Measuring;
using Hotcell.Bench.Reporting;
using Hotcell.Bench.Subjects;
using Hotcell.Engine.Languages;

namespace Hotcell.Bench.Sections;

/// <summary>
/// What server and warden add to a program that does nothing: its HTTP round trip, less a bare run of the same argv. One at a time: each turn begins when
/// the cell of the run before is gone and the next is made, which is done behind the answer. What that costs who never rests is told as well.
/// </summary>
internal static class HttpOverhead
{
    public const string Language = "bash";
    public const string FileName = "main.sh";
    public const string Code = "true\n";

    private const double MostMilliseconds = 3;

    public static async Task<Section> MeasureAsync(Workbench bench, LanguageCatalog languages)
    {
        var section = new Section("Server + warden, an empty bash program");
        using var http = bench.Connect();
        using var bare = new BareProgram(bench.Spawner, languages.Find(Language)!, FileName, Code);
        var program = HttpProgram.Of(Language, Code, stdout: "");
        for (var i = 0; i < bench.Effort.Warmup; i++)
        {
            bench.Stop.ThrowIfCancellationRequested();
            await http.RunAsync(program);
        }

        Contender[] both = [new Contender("HTTP", () => http.RunAsync(program)), Contender.Blocking("bare", bare.Run)];
        var measured = await Rounds.RunAsync(bench.Effort.Overhead, bench.Stop, both);
        section.Add("HTTP request to answer", measured[0]);
        section.Add("bare run of the same argv", measured[1]);

        // Within a round both ran at nearly the same moment: the difference of the two is what the machine's moods cancel out of.
        var added = section.Add("added, round by round", Added(measured));
        section.Add("added, p50", added.P50, Units.Milliseconds, Target.NoMoreThan(MostMilliseconds));
        section.Add("added, p99", added.P99, Units.Milliseconds);

        section.Add("added, without a rest between the turns", Added(await Rounds.RunAsync(bench.Effort.Overhead with { Rest = TimeSpan.Zero }, bench.Stop, both)));
        return section;
    }

    private static IEnumerable<double> Added(IReadOnlyList<List<double>> measured) => measured[0].Zip(measured[1], (over, alone) => over - alone);
}
