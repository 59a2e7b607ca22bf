using System.Collections.Frozen;

namespace Hotcell.Engine.Languages;

/// <summary>All languages of a server. Immutable.</summary>
public sealed class LanguageCatalog
{
    private readonly FrozenDictionary<string, Language> _byName;

    /// <param name="languages">Names and aliases must be unique; <see cref="LanguageLoader"/> sees to it.</param>
    /// <param name="errors">Why others are missing.</param>
    internal LanguageCatalog(IEnumerable<Language> languages, IReadOnlyList<LanguageError>? errors = null)
    {
        Errors = errors ?? [];
        All = [.. languages.OrderBy(language => language.Id, StringComparer.Ordinal)];
        _byName = All
            .SelectMany(language => language.Aliases.Prepend(language.Id), (language, name) => (language, name))
            .ToFrozenDictionary(pair => pair.name, pair => pair.language, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Of the files that were left out.</summary>
    public IReadOnlyList<LanguageError> Errors { get; }

    /// <summary>By id.</summary>
    public IReadOnlyList<Language> All { get; }

    /// <summary>The language with this id or alias, in any case; null when there is none.</summary>
    public Language? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Ids of up to three languages that <paramref name="name"/> may have been meant to be, nearest first.</summary>
    public IReadOnlyList<string> Nearest(string name)
    {
        // What is longer than any name cannot be near one, and must not cost time.
        var wanted = name.Length <= 64 ? name.ToLowerInvariant() : "";
        return wanted.Length == 0 ? [] : [.. _byName
            .Select(pair => (pair.Value.Id, Distance: EditDistance.Between(wanted, pair.Key.ToLowerInvariant())))
            .Where(near => near.Distance <= Math.Max(1, wanted.Length / 2))
            .OrderBy(near => near.Distance)
            .ThenBy(near => near.Id, StringComparer.Ordinal)
            .Select(near => near.Id)
            .Distinct()
            .Take(3)];
    }
}
