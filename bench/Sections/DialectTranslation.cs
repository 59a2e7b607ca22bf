using Hotcell.Bench.Measuring;
using Hotcell.Bench.Reporting;
using Hotcell.Bench.Subjects;

namespace Hotcell.Bench.Sections;

/// <summary>What the dialects cost: from a request's bytes to what the engine is asked, and from its result to an answer's bytes. In this process, with the server's code.</summary>
internal static class DialectTranslation
{
    /// <summary>Long enough for the clock, and far too short to be interrupted much.</summary>
    private const int Batch = 10;

    private const double MostMicroseconds = 50;
    private const double MicrosecondsPerMillisecond = 1000;

    public static async Task<Section> MeasureAsync(Workbench bench)
    {
        var section = new Section("Dialects, 1 KiB each of program, input and output");
        var dialects = Dialects.All();
        var contenders = dialects.SelectMany(dialect => new[]
        {
            new Contender($"{dialect.Name}: request", () => Dialects.TimeAsync(dialect.Read, Batch)),
            new Contender($"{dialect.Name}: answer", () => Dialects.TimeAsync(
                () =>
                {
                    dialect.Write();
                    return Task.CompletedTask;
                },
                Batch)),
        }).ToList();

        // No cell is made behind it, and after a rest it would be the processor's waking up that is measured.
        var measured = await Rounds.RunAsync(bench.Effort.Overhead with { Rest = TimeSpan.Zero }, bench.Stop, contenders);
        foreach (var (contender, times) in contenders.Zip(measured))
        {
            section.Add(contender.Name + ", p50", MicrosecondsPerMillisecond * Distribution.Of(times).P50, Units.Microseconds, Target.NoMoreThan(MostMicroseconds));
        }

        return section;
    }
}
