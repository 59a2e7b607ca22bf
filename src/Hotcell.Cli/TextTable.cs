namespace Hotcell.Cli;

/// <summary>Columns of text, as wide as what is in them.</summary>
internal static class TextTable
{
    public static void Print(string[] titles, IEnumerable<string[]> rows)
    {
        string[][] all = [titles, .. rows];
        var widths = Enumerable.Range(0, titles.Length).Select(column => all.Max(row => row[column].Length)).ToArray();
        foreach (var row in all)
        {
            Console.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
    }
}
