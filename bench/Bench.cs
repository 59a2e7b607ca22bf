using Hotcell.Bench.Machine;
using Hotcell.Bench.Measuring;
using Hotcell.Bench.Reporting;
using Hotcell.Bench.Sections;
using Hotcell.Bench.Subjects;
using Hotcell.Engine.Languages;

namespace Hotcell.Bench;

/// <summary>
/// Theory of operation: one run starts one warden and one server, as <c>./hotcell serve</c> does, and asks them everything; what they are
/// compared with runs in between, round by round, so that all numbers of a ratio are of the same machine in the same minutes. A wrong answer
/// is no measurement: it ends the run. Sections are printed as they are done.
/// </summary>
internal static class Bench
{
    public static string LanguagesFolder { get; } = Path.Combine(AppContext.BaseDirectory, "languages");

    /// <summary>Measures the languages of the installed image.</summary>
    /// <param name="only">Ids; none: all.</param>
    /// <param name="output">Gets the table as it is measured.</param>
    /// <exception cref="BenchException">There is no image.</exception>
    public static async Task<Report> RunLanguagesAsync(bool quick, IReadOnlyCollection<string> only, TextWriter output, CancellationToken stop)
    {
        var tree = ImageTree.Installed() ?? throw new BenchException("no image is installed that this user may enter: sudo ./hotcell languages install --all");
        await using var bench = await Workbench.SetUpAsync(quick ? Effort.Quick : Effort.Full, withServer: true, stop, tree);
        var report = new Report(MachineFacts.Read(bench.Cells.Welcome.CgroupVersion), quick);
        Table.Write(report, output);
        LanguageTable.WriteHead(output);
        await LanguageTimes.MeasureAsync(bench, LanguageLoader.Load(LanguagesFolder), tree, only, Add, report.NotMeasured.Add);
        LanguageTable.WriteFoot(report, output);
        return report;

        void Add(LanguageRow row)
        {
            report.Languages.Add(row);
            LanguageTable.Write(row, output);
        }
    }

    /// <param name="soak">Cells of the soak test, which is then all that is done; 0 for the whole bench.</param>
    /// <param name="mixed">Instead of cells alone, the soak sends friendly and hostile programs to the server.</param>
    public static async Task<Report> RunAsync(bool quick, int soak, bool mixed, CancellationToken stop)
    {
        await using var bench = await Workbench.SetUpAsync(quick ? Effort.Quick : Effort.Full, withServer: soak == 0 || mixed, stop, tree: null, mixed ? MixedSoak.ServerOptions : []);
        var report = new Report(MachineFacts.Read(bench.Cells.Welcome.CgroupVersion), quick);
        Table.Write(report, Console.Out);
        if (soak > 0)
        {
            Add(mixed ? await MixedSoak.MeasureAsync(bench, soak) : await Soak.MeasureAsync(bench, soak));
        }
        else
        {
            var languages = LanguageLoader.Load(LanguagesFolder);
            Add(await ColdCell.MeasureAsync(bench));
            Add(await HttpOverhead.MeasureAsync(bench, languages));
            Add(await DialectTranslation.MeasureAsync(bench));
            Add(await HelloWorld.MeasureAsync(bench, languages));
            Add(await ManyTests.MeasureAsync(bench, languages));
            Add(await ParallelRequests.MeasureAsync(bench));
            Add(await Overload.MeasureAsync(bench));
            Add(await InteractivePrograms.MeasureAsync(bench));
            Add(await Throughput.MeasureAsync(bench, languages));
            Add(Footprint.Measure(bench));
        }

        Table.WriteRobbed(Console.Out);
        Table.WriteSummary(report, Console.Out);
        return report;

        void Add(Section section)
        {
            report.Sections.Add(section);
            Table.Write(section, Console.Out);
        }
    }
}
