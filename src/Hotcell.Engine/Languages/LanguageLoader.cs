using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Hotcell.Engine.Languages;

/// <summary>
/// Turns a folder of languages into a catalogue. Theory of operation: every <c>&lt;id&gt;/language.yaml</c> is parsed to a tree of nodes, a
/// <see cref="LanguageReader"/> takes the keys it knows out of the tree and notes everything it dislikes, and what no single file can see
/// (two languages with one name) is checked here. Errors are collected, never thrown one by one: whoever writes a language sees them all.
/// </summary>
public static class LanguageLoader
{
    private const string FileName = "language.yaml";

    /// <exception cref="LanguageException">Names every error of every file.</exception>
    public static LanguageCatalog Load(string directory)
    {
        var errors = new List<LanguageError>();
        var languages = Directory.Exists(directory)
            ? Folders(directory).Select(folder => LoadOne(folder, errors)).OfType<Language>().ToList()
            : [];
        if (languages.Count == 0 && errors.Count == 0)
        {
            errors.Add(new LanguageError(directory, "", Directory.Exists(directory) ? "has no language" : "is not a folder"));
        }

        FindDuplicates(directory, languages, errors);
        return errors.Count == 0 ? new LanguageCatalog(languages) : throw new LanguageException(errors);
    }

    private static IEnumerable<string> Folders(string directory) =>
        Directory.GetDirectories(directory).Where(folder => !Path.GetFileName(folder).StartsWith('.')).Order(StringComparer.Ordinal);

    private static Language? LoadOne(string folder, List<LanguageError> errors)
    {
        var file = Path.Combine(folder, FileName);
        var notes = new ErrorNotes(file, errors);
        try
        {
            if (Parse(file).Documents is [{ RootNode: YamlMappingNode root }])
            {
                return new LanguageReader(new YamlMap(root, "", notes), Path.GetFileName(folder), notes).Read();
            }

            notes.Add("", "must be one mapping of keys to values");
        }
        catch (YamlException broken)
        {
            notes.Add("", $"line {broken.Start.Line}: {broken.Message}");
        }
        catch (IOException unreadable)
        {
            notes.Add("", unreadable is FileNotFoundException ? "is missing" : unreadable.Message);
        }
        catch (UnauthorizedAccessException)
        {
            notes.Add("", "may not be read");
        }

        return null;
    }

    /// <exception cref="YamlException">The file is no YAML.</exception>
    private static YamlStream Parse(string file)
    {
        using var text = new StreamReader(file);
        var stream = new YamlStream();
        try
        {
            stream.Load(text);
            return stream;
        }
        catch (Exception lost) when (lost is InvalidOperationException or ArgumentException)
        {
            // YamlDotNet's answer to some lists and keys that do not end, such as ": [", a line break and "n".
            throw new YamlException("this is no YAML that can be read; look for a list, a text or a key that does not end", lost);
        }
    }

    private static void FindDuplicates(string directory, IEnumerable<Language> languages, List<LanguageError> errors)
    {
        var owners = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var named = languages.ToList();
        foreach (var language in named)
        {
            owners[language.Id] = language.Id;
        }

        foreach (var language in named)
        {
            for (var i = 0; i < language.Aliases.Count; i++)
            {
                if (!owners.TryAdd(language.Aliases[i], language.Id))
                {
                    var file = Path.Combine(directory, language.Id, FileName);
                    errors.Add(new LanguageError(file, $"aliases[{i}]", $"'{language.Aliases[i]}' already means {owners[language.Aliases[i]]}"));
                }
            }
        }
    }
}
