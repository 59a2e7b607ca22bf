using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Hotcell.Engine.Languages;

/// <summary>
/// Turns a folder of languages into a catalogue. Theory of operation: every <c>&lt;id&gt;/language.yaml</c> is parsed to a tree of nodes, a
/// <see cref="LanguageReader"/> takes the keys it knows out of the tree and notes everything it dislikes, and what no single file can see
/// (two languages with one name) is checked here. Errors are collected, never thrown one by one: whoever writes a language sees them all. A
/// language with an error is left out, and the others serve.
/// </summary>
public static class LanguageLoader
{
    private const string FileName = "language.yaml";

    /// <exception cref="LanguageException">No language is left; names every error of every file.</exception>
    public static LanguageCatalog Load(string directory)
    {
        var errors = new List<LanguageError>();
        var languages = Directory.Exists(directory)
            ? Folders(directory).Select(folder => LoadOne(folder, errors)).OfType<(Language Language, ErrorNotes Notes)>().ToList()
            : [];
        if (languages.Count == 0 && errors.Count == 0)
        {
            errors.Add(new LanguageError(directory, 0, "", Directory.Exists(directory) ? "has no language" : "is not a folder"));
        }

        var named = WithoutDuplicates(languages);
        return named.Count > 0 ? new LanguageCatalog(named, errors) : throw new LanguageException(errors);
    }

    private static IEnumerable<string> Folders(string directory) =>
        Directory.GetDirectories(directory).Where(folder => !Path.GetFileName(folder).StartsWith('.')).Order(StringComparer.Ordinal);

    private static (Language Language, ErrorNotes Notes)? LoadOne(string folder, List<LanguageError> errors)
    {
        var file = Path.Combine(folder, FileName);
        var notes = new ErrorNotes(file, errors);
        try
        {
            if (Parse(file).Documents is [{ RootNode: YamlMappingNode root }])
            {
                notes.Root = root;
                return new LanguageReader(new YamlMap(root, "", notes), folder, notes).Read() is { } language ? (language, notes) : null;
            }

            notes.Add("", "must be one mapping of keys to values");
        }
        catch (YamlException broken)
        {
            errors.Add(new LanguageError(file, broken.Start.Line, "", broken.Message));
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
    internal static YamlStream Parse(string file)
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

    /// <summary>Of two languages with one alias the first keeps it; an alias is never the id of another.</summary>
    private static List<Language> WithoutDuplicates(List<(Language Language, ErrorNotes Notes)> languages)
    {
        var owners = languages.ToDictionary(loaded => loaded.Language.Id, loaded => loaded.Language.Id, StringComparer.OrdinalIgnoreCase);
        var result = new List<Language>();
        foreach (var (language, notes) in languages)
        {
            for (var i = 0; i < language.Aliases.Count; i++)
            {
                if (!owners.TryAdd(language.Aliases[i], language.Id))
                {
                    notes.Add($"aliases[{i}]", $"'{language.Aliases[i]}' already means {owners[language.Aliases[i]]}");
                }
            }

            if (notes.Count == 0)
            {
                result.Add(language);
            }
        }

        return result;
    }
}
