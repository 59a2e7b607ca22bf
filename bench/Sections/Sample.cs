using Hotcell.Engine.Languages;

namespace Hotcell.Bench.Sections;

/// <summary>Programs from the folders of the languages.</summary>
internal static class Sample
{
    /// <summary>The one source file of the language's hello.</summary>
    public static (string Name, string Code) Hello(Language language)
    {
        var folder = Path.Combine(Bench.LanguagesFolder, language.Id, "samples", "hello");
        var file = Directory.GetFiles(folder).Single(file => language.SourceExtensions.Contains(Path.GetExtension(file)));
        return (Path.GetFileName(file), File.ReadAllText(file));
    }
}
