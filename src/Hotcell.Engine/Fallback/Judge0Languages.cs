using System.Text.RegularExpressions;
using Hotcell.Engine.Languages;

namespace Hotcell.Engine.Fallback;

/// <summary>
/// Finds our languages among those of a Judge0 server, whose names are a language's and, in brackets, an implementation's with its version: <c>C (GCC 9.2.0)</c>.
/// The ids of two servers differ, the names do not.
/// </summary>
internal static partial class Judge0Languages
{
    /// <summary>Ours, where there are several of C and C++.</summary>
    private const string Preferred = "GCC";

    /// <summary>The newest of that name; null where there is none.</summary>
    public static Judge0Language? Find(IEnumerable<Judge0Language> theirs, Language ours)
    {
        var name = BaseName(ours.Name);
        return theirs
            .Where(language => language.Name is { } full && BaseName(full).Equals(name, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(language => language.Name!.Contains(Preferred, StringComparison.Ordinal))
            .ThenByDescending(language => VersionOf(language.Name!))
            .FirstOrDefault();
    }

    private static string BaseName(string name) => name.Split(" (", 2)[0].Trim();

    private static Version VersionOf(string name) =>
        VersionPattern().Match(name) is { Success: true, Value: var text } && Version.TryParse(text, out var version) ? version : new Version(0, 0);

    [GeneratedRegex(@"\d{1,6}(\.\d{1,6}){1,3}")]
    private static partial Regex VersionPattern();
}
