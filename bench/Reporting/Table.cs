using System.Globalization;
using Hotcell.Bench.Measuring;

namespace Hotcell.Bench.Reporting;

/// <summary>Results as aligned text. Columns have fixed widths, since sections are printed as they are measured.</summary>
internal static class Table
{
    private const int NameWidth = 46;
    private const int NumberWidth = 10;

    public static void Write(Report report, TextWriter output)
    {
        var machine = report.Machine;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{machine.Cpus} CPUs ({machine.CpuModel}), Linux {machine.Kernel}, cgroup v{machine.CgroupVersion}, load before {machine.LoadBefore:0.00}, {machine.Time:u}{(report.Quick ? ", quick" : "")}"));
    }

    /// <summary>How many turns the host spoilt, which were taken again.</summary>
    public static void WriteRobbed(TextWriter output)
    {
        output.WriteLine();
        output.WriteLine($"{Rounds.Turns} turns, {Rounds.Robbed} of which the host took too much of the processors");
    }

    public static void Write(Section section, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine(section.Timings.Count == 0
            ? section.Title
            : $"{section.Title,-(NameWidth + 2)}{"runs",NumberWidth}{"min ms",NumberWidth}{"p50 ms",NumberWidth}{"p99 ms",NumberWidth}");
        foreach (var (name, times) in section.Timings)
        {
            output.WriteLine($"  {name,-NameWidth}{times.Count,NumberWidth}{Milliseconds(times.Min)}{Milliseconds(times.P50)}{Milliseconds(times.P99)}");
        }

        foreach (var figure in section.Figures)
        {
            var target = figure.Target is { } wanted
                ? $"   {(wanted.AtMost ? "≤" : "≥") + " " + Format(wanted.Bound, figure.Unit),-NumberWidth} {(figure.Ok == true ? "ok" : "MISSED")}"
                : "";
            output.WriteLine($"  {figure.Name,-NameWidth}{Format(figure.Value, figure.Unit),NumberWidth}{target}");
        }

        foreach (var note in section.Notes)
        {
            output.WriteLine($"  {note}");
        }
    }

    public static void WriteSummary(Report report, TextWriter output)
    {
        var figures = report.Sections.SelectMany(section => section.Figures).Where(figure => figure.Ok is not null).ToList();
        var missed = figures.Where(figure => figure.Ok == false).ToList();
        output.WriteLine();
        output.WriteLine($"{figures.Count - missed.Count} of {figures.Count} targets met{(missed.Count == 0 ? "" : "; MISSED: " + string.Join(", ", missed.Select(figure => figure.Name)))}");
    }

    private static string Milliseconds(double value) => value.ToString("0.000", CultureInfo.InvariantCulture).PadLeft(NumberWidth);

    private static string Format(double value, string unit)
    {
        var format = unit switch
        {
            Units.Count or Units.PerSecond => "0",
            Units.Megabytes => "0.0",
            _ => "0.00",
        };
        return $"{value.ToString(format, CultureInfo.InvariantCulture)} {unit}".TrimEnd();
    }
}
