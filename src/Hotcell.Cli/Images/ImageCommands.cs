using System.Globalization;
using Hotcell.Engine.Documents;
using Hotcell.Engine.Images;
using Hotcell.Engine.Languages;

namespace Hotcell.Cli.Images;

/// <summary>What <c>hotcell languages install</c>, <c>update</c> and <c>remove</c> do: checks what was asked, builds, and tells what came of it.</summary>
internal static class ImageCommands
{
    public static async Task<int> InstallAsync(IReadOnlyList<string> names, bool all, string? mirror, CancellationToken cancellation)
    {
        if (all == names.Count > 0)
        {
            throw new CommandException("name languages, or give --all");
        }

        var catalog = LanguageLoader.Load(EngineSession.LanguagesDirectory);
        var asked = all ? catalog.All : [.. Find(catalog, names)];
        using var workshop = await Workshop.OpenAsync(mirror, cancellation);
        var installed = workshop.Installed;
        var parts = WithNeeds(catalog, asked).Select(workshop.PartOf).Where(part => installed.GetValueOrDefault(part.Language.Id)?.Fingerprint != part.Fingerprint()).ToList();
        if (parts.Count == 0)
        {
            return Say($"installed already: {string.Join(", ", asked.Select(language => language.Id))}");
        }

        return Tell(await workshop.BuildAsync(new ImageChange(parts, []), cancellation), parts);
    }

    public static async Task<int> UpdateAsync(string? mirror, CancellationToken cancellation)
    {
        var catalog = LanguageLoader.Load(EngineSession.LanguagesDirectory);
        using var workshop = await Workshop.OpenAsync(mirror, cancellation);
        var installed = workshop.Installed;
        if (installed.Count == 0)
        {
            return Say("no language is installed");
        }

        // Whatever has parts of its own may be made from packages, which may change.
        var parts = WithNeeds(catalog, catalog.All.Where(language => installed.ContainsKey(language.Id))).Select(workshop.PartOf).ToList();
        return Tell(await workshop.BuildAsync(new ImageChange(parts, [], Upgrade: true), cancellation), []);
    }

    public static async Task<int> RemoveAsync(IReadOnlyList<string> names, CancellationToken cancellation)
    {
        var catalog = LanguageLoader.Load(EngineSession.LanguagesDirectory);
        using var workshop = await Workshop.OpenAsync(mirror: null, cancellation);
        var installed = workshop.Installed;
        string[] ids = [.. names.Select(name => catalog.Find(name)?.Id ?? name).Distinct()];
        string[] wrong =
        [
            .. ids.Where(id => !installed.ContainsKey(id)).Select(id => $"{id} is not installed"),
            .. from user in catalog.All
               where installed.ContainsKey(user.Id) && !ids.Contains(user.Id)
               from id in user.Needs.Intersect(ids)
               select $"{id} is needed by {user.Id}",
        ];
        if (wrong.Length > 0)
        {
            throw new CommandException(string.Join("; ", wrong));
        }

        await workshop.BuildAsync(new ImageChange([], ids), cancellation);
        return Say($"removed: {string.Join(", ", ids)}");
    }

    private static IEnumerable<Language> Find(LanguageCatalog catalog, IReadOnlyList<string> names)
    {
        string[] unknown = [.. names.Where(name => catalog.Find(name) is null)];
        return unknown.Length == 0
            ? names.Select(name => catalog.Find(name)!).Distinct()
            : throw new CommandException($"no such language: {string.Join(", ", unknown)}; there are {string.Join(", ", catalog.All.Select(language => language.Id))}");
    }

    /// <summary>Each after those that it needs.</summary>
    private static List<Language> WithNeeds(LanguageCatalog catalog, IEnumerable<Language> asked)
    {
        var result = new List<Language>();
        foreach (var language in asked)
        {
            Visit(language, []);
        }

        return result;

        void Visit(Language language, HashSet<string> above)
        {
            if (!above.Add(language.Id))
            {
                throw new CommandException($"{language.Id} needs itself");
            }

            foreach (var needed in language.Needs)
            {
                Visit(catalog.Find(needed) ?? throw new CommandException($"{language.Id} needs {needed}, which is no language"), [.. above]);
            }

            if (!result.Contains(language))
            {
                result.Add(language);
            }
        }
    }

    private static int Tell(BuildResult result, IReadOnlyList<LanguagePart> parts)
    {
        if (result.Manifest is not { } manifest)
        {
            return Say("everything is up to date");
        }

        foreach (var id in parts.Select(part => part.Language.Id).Where(manifest.Languages.ContainsKey))
        {
            Say($"installed: {id}, {Megabytes(manifest.Languages[id].Bytes)}");
        }

        Say($"the image is {Megabytes(manifest.Bytes)} now; servers that run use it at once");
        foreach (var (id, message) in result.Failed)
        {
            Say($"{id} could not be installed: {message}");
        }

        return result.Failed.Count == 0 ? 0 : ShellExitCode.Fault;
    }

    private static int Say(string line)
    {
        Console.Error.WriteLine($"hotcell: {line}");
        return 0;
    }

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");
}
