using System.Globalization;

namespace Hotcell.Bench.Reporting;

/// <summary>The languages' times as a Markdown table, which is readable as text too.</summary>
internal static class LanguageTable
{
    public static void WriteHead(TextWriter output)
    {
        output.WriteLine();
        output.WriteLine("| language | bare ms | cold ms | hot ms | again ms | HTTP ÷ bare | wanted | waiting MiB | version |");
        output.WriteLine("|---|--:|--:|--:|--:|--:|---|--:|---|");
    }

    public static void Write(LanguageRow row, TextWriter output) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {row.Language} | {Number(row.BareMs)} | {Number(row.ColdMs)} | {Number(row.HotMs)} | {Number(row.AgainMs)} | {row.Ratio:0.00} | {Wanted(row)} | {row.BootedBytes / 1048576.0:0} | {row.Version} |"));

    private static string Wanted(LanguageRow row) => row.Target is { } target
        ? string.Create(CultureInfo.InvariantCulture, $"≤ {target.Bound:0.00}{(row.Ok ? "" : " missed")}")
        : "";

    private static string Number(double? milliseconds) => milliseconds is { } value ? value.ToString(value < 10 ? "0.0" : "0", CultureInfo.InvariantCulture) : "–";
}
