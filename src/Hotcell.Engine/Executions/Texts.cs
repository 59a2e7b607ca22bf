using System.Globalization;
using System.Text;

namespace Hotcell.Engine.Executions;

/// <summary>Texts that came from a caller.</summary>
internal static class Texts
{
    private const int LongestQuote = 64;

    /// <summary>Whether the text can be written as UTF-8 without loss: no half of a surrogate pair stands alone.</summary>
    public static bool IsWellFormed(string text)
    {
        for (ReadOnlySpan<char> rest = text; rest.Length > 0;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var taken) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            rest = rest[taken..];
        }

        return true;
    }

    /// <summary>What is wrong with a text that is to become a C string; null when nothing is.</summary>
    public static string? ErrorAsCString(string text) =>
        text.Contains('\0', StringComparison.Ordinal) ? "must not contain NUL" : IsWellFormed(text) ? null : "is not valid Unicode text";

    /// <summary>For messages: in quotes, shortened, with everything but printable ASCII written as an escape.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("'");
        foreach (var unit in text.AsSpan(0, Math.Min(text.Length, LongestQuote)))
        {
            quoted.Append(unit is >= ' ' and <= '~' ? unit.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}"));
        }

        return quoted.Append(text.Length > LongestQuote ? "…'" : "'").ToString();
    }
}
