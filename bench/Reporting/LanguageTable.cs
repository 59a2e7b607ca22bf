using System.Globalization;

namespace Hotcell.Bench.Reporting;

/// <summary>The languages' times as a Markdown table, which is readable as text too.</summary>
internal static class LanguageTable
{
    /// <summary>The whole table, to a file of its minute: <c>languages-2026-11-22T0915Z.md</c>.</summary>
    /// <param name="folder">Is made where it is missing.</param>
    public static void Keep(Report report, DirectoryInfo folder)
    {
        folder.Create();
        using var file = File.CreateText(Path.Combine(folder.FullName, string.Create(CultureInfo.InvariantCulture, $"languages-{report.Machine.Time:yyyy-MM-dd'T'HHmm'Z'}.md")));
        Table.Write(report, file);
        WriteHead(file);
        report.Languages.ForEach(row => Write(row, file));
        WriteFoot(report, file);
    }

    /// <summary>What is not in the table, and how much of the machine its host left.</summary>
    public static void WriteFoot(Report report, TextWriter output)
    {
        report.NotMeasured.ForEach(output.WriteLine);
        Table.WriteRobbed(output);
    }

    public static void WriteHead(TextWriter output)
    {
        output.WriteLine();
        output.WriteLine("| language | bare ms | cold ms | hot ms | again ms | hot ÷ bare | wanted | boots, MiB | version |");
        output.WriteLine("|---|--:|--:|--:|--:|--:|---|--:|---|");
    }

    public static void Write(LanguageRow row, TextWriter output) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {row.Language} | {Number(row.BareMs)} | {Number(row.ColdMs)} | {Number(row.HotMs)} | {Number(row.AgainMs)} | {row.Ratio:0.00} | {Wanted(row)} | {(row.Boots ? Number(row.BootedBytes / 1048576.0) : "–")} | {row.Version} |"));

    private static string Wanted(LanguageRow row) => row.Target is { } target
        ? string.Create(CultureInfo.InvariantCulture, $"≤ {target.Bound:0.00}{(row.Ok ? "" : " missed")}")
        : "";

    private static string Number(double? milliseconds) => milliseconds is { } value ? value.ToString(value < 10 ? "0.0" : "0", CultureInfo.InvariantCulture) : "–";
}
