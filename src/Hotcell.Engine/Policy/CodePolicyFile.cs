using System.Text.RegularExpressions;
using Hotcell.Engine.Languages;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Hotcell.Engine.Policy;

/// <summary>Reads a policy: a YAML file with a list of rules for each language. Every mistake is named, with its line.</summary>
internal static partial class CodePolicyFile
{
    /// <exception cref="EngineOptionsException">Names every mistake.</exception>
    public static CodePolicy Read(string path, LanguageCatalog languages)
    {
        var errors = new List<LanguageError>();
        var rules = Read(path, languages, errors);
        return errors.Count == 0 ? new CodePolicy(rules) : throw new EngineOptionsException([.. errors.Select(error => $"CodePolicy: {error}")]);
    }

    private static Dictionary<string, IReadOnlyList<CodeRule>> Read(string path, LanguageCatalog languages, List<LanguageError> errors)
    {
        var rules = new Dictionary<string, IReadOnlyList<CodeRule>>(StringComparer.Ordinal);
        var notes = new ErrorNotes(path, errors);
        try
        {
            if (LanguageLoader.Parse(path).Documents is not [{ RootNode: YamlMappingNode root }])
            {
                notes.Add("", "must be one mapping of languages to lists of rules");
                return rules;
            }

            notes.Root = root;
            var map = new YamlMap(root, "", notes);
            foreach (var id in map.Keys)
            {
                var own = map.Maps(id).Select(rule => ReadRule(rule, notes)).OfType<CodeRule>().ToList();
                if (languages.Find(id)?.Id == id)
                {
                    rules[id] = own;
                }
                else
                {
                    notes.Add(id, "is not the id of a language");
                }
            }
        }
        catch (YamlException broken)
        {
            errors.Add(new LanguageError(path, broken.Start.Line, "", broken.Message));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            notes.Add("", unreadable is FileNotFoundException or DirectoryNotFoundException ? "is missing" : "cannot be read");
        }

        return rules;
    }

    private static CodeRule? ReadRule(YamlMap map, ErrorNotes notes)
    {
        var name = map.Text("rule", required: true);
        if (name is not null && !NamePattern().IsMatch(name))
        {
            notes.Add(map.PathOf("rule"), "must match [a-z0-9][a-z0-9_-]*");
        }

        var pattern = map.Text("pattern", required: true) is { } text ? Parse(text, map.PathOf("pattern"), notes) : null;
        var reason = map.Text("reason");
        map.RejectOthers();
        return name is not null && pattern is not null ? new CodeRule(name, pattern, reason) : null;
    }

    private static Regex? Parse(string text, string key, ErrorNotes notes)
    {
        var pattern = LinearPattern.Parse(text, key, notes, RegexOptions.Multiline);
        if (pattern?.IsMatch("") != true)
        {
            return pattern;
        }

        notes.Add(key, "matches the empty text, so every program");
        return null;
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9_-]{0,63}\z")]
    private static partial Regex NamePattern();
}
