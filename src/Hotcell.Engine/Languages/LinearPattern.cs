using System.Text.RegularExpressions;

namespace Hotcell.Engine.Languages;

/// <summary>A pattern of a configuration file that is matched against what users send.</summary>
internal static class LinearPattern
{
    /// <summary>Notes what is wrong with it, and returns null then.</summary>
    public static Regex? Parse(string text, string key, ErrorNotes notes, RegexOptions options = RegexOptions.None)
    {
        try
        {
            return new Regex(text, options | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception bad) when (bad is ArgumentException or NotSupportedException)
        {
            notes.Add(key, $"is not a regular expression that runs in linear time: {bad.Message}");
            return null;
        }
    }
}
