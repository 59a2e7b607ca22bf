using System.Text;
using Hotcell.Engine.Executions;

namespace Hotcell.Engine.Languages;

/// <summary>What a language makes of the files of a request: the variables in the first one, its name, and which of them are sources.</summary>
internal static class SourceNaming
{
    /// <summary>The values of the language's variables for a first file with this content.</summary>
    public static IReadOnlyDictionary<string, string> VariablesIn(Language language, ReadOnlyMemory<byte> content)
    {
        if (language.Variables.Count == 0)
        {
            return new Dictionary<string, string>();
        }

        // Bytes that are not UTF-8 become U+FFFD, which no sensible pattern matches.
        var text = Encoding.UTF8.GetString(content.Span);
        return language.Variables.ToDictionary(variable => variable.Key, variable => variable.Value.TakeFrom(text), StringComparer.Ordinal);
    }

    /// <summary>The name of a first file that came without one.</summary>
    public static string DefaultName(Language language, IReadOnlyDictionary<string, string> variables) =>
        Template.ExpandName(language.SourceFile, variables);

    /// <summary>The name of a first file with nothing special in it: <c>main.erl</c>.</summary>
    public static string MostCommonName(Language language) =>
        DefaultName(language, language.Variables.ToDictionary(variable => variable.Key, variable => variable.Value.Default, StringComparer.Ordinal));

    /// <summary>The first file, whatever it is called, and all others with one of the language's endings, in the order of the request.</summary>
    public static IReadOnlyList<string> Sources(Language language, IReadOnlyList<SourceFile> files) =>
        [.. files
            .Select(file => file.Name!)
            .Where((name, i) => i == 0 || language.SourceExtensions.Any(ending => name.EndsWith(ending, StringComparison.Ordinal)))];
}
