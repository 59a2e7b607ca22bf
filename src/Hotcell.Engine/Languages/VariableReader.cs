using System.Text.RegularExpressions;

namespace Hotcell.Engine.Languages;

/// <summary>Reads the variables of a language.</summary>
internal sealed partial class VariableReader(ErrorNotes notes)
{
    public Dictionary<string, LanguageVariable> Read(YamlMap map)
    {
        var result = new Dictionary<string, LanguageVariable>(StringComparer.Ordinal);
        foreach (var name in map.Keys)
        {
            if (!NamePattern().IsMatch(name) || Template.BuiltIn.Contains(name))
            {
                notes.Add(map.PathOf(name), "must match [a-z][a-z0-9_]* and not be the name of a built-in template");
            }

            if (map.Map(name) is { } body)
            {
                var patterns = Patterns(body);
                var format = body.Text("format") ?? "{value}";
                var standard = body.Text("default", required: true);
                body.RejectOthers();
                result[name] = new LanguageVariable(patterns, format, standard ?? "");
            }
        }

        map.RejectOthers();
        return result;
    }

    private List<Regex> Patterns(YamlMap body)
    {
        var texts = body.Texts("patterns", required: true);
        var result = new List<Regex>(texts.Count);
        for (var i = 0; i < texts.Count; i++)
        {
            if (Parse(texts[i], $"{body.PathOf("patterns")}[{i}]") is { } pattern)
            {
                result.Add(pattern);
            }
        }

        return result;
    }

    private Regex? Parse(string text, string key)
    {
        var pattern = LinearPattern.Parse(text, key, notes);
        if (pattern?.GetGroupNumbers().Contains(1) != false)
        {
            return pattern;
        }

        notes.Add(key, "must have a group, whose text is the value");
        return null;
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9_]{0,63}\z")]
    private static partial Regex NamePattern();
}
