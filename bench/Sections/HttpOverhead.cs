using Hotcell.Bench.Measuring;
using Hotcell.Bench.Reporting;
using Hotcell.Bench.Subjects;
using Hotcell.Engine.Languages;

namespace Hotcell.Bench.Sections;

/// <summary>What server and warden add to a program that does nothing: its HTTP round trip, less a bare run of the same argv.</summary>
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

        var measured = await Rounds.RunAsync(
            bench.Effort.Overhead, bench.Stop, new Contender("HTTP", () => http.RunAsync(program)), Contender.Blocking("bare", bare.Run));
        section.Add("HTTP request to answer", measured[0]);
        section.Add("bare run of the same argv", measured[1]);

        // Within a round both ran at nearly the same moment: the difference of the two is what the machine's moods cancel out of.
        var added = section.Add("added, round by round", measured[0].Zip(measured[1], (over, alone) => over - alone));
        section.Add("added, p50", added.P50, Units.Milliseconds, Target.NoMoreThan(MostMilliseconds));
        section.Add("added, p99", added.P99, Units.Milliseconds);
        return section;
    }
}
