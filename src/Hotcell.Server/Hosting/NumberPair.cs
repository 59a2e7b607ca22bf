using System.Globalization;

namespace Hotcell.Server.Hosting;

/// <summary>Two numbers with a colon between them, the second not below the first.</summary>
internal static class NumberPair
{
    public static bool TryParse(string text, double least, double most, out (double First, double Second) pair)
    {
        double[] read = [.. text.Split(':').Select(part => double.TryParse(part, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : double.NaN)];
        pair = read is [var first, var second] ? (first, second) : (double.NaN, double.NaN);
        return least <= pair.First && pair.First <= pair.Second && pair.Second <= most;
    }
}
