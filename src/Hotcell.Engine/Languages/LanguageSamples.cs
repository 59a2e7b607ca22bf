using System.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Hotcell.Engine.Languages;

/// <summary>A program that shows something of a language.</summary>
/// <param name="Name">Of its folder, <c>languages/&lt;id&gt;/samples/&lt;name&gt;</c>.</param>
/// <param name="About">What it does, for people; empty where nobody wrote it down.</param>
/// <param name="Files">The first is the one that is run.</param>
/// <param name="Stdin">What it reads; empty: nothing.</param>
/// <param name="Args">What it is called with.</param>
public sealed record LanguageSample(string Name, string About, IReadOnlyList<LanguageSampleFile> Files, string Stdin, IReadOnlyList<string> Args);

/// <param name="Name">Relative to <c>/work</c>.</param>
public sealed record LanguageSampleFile(string Name, string Content);

/// <summary>
/// Reads the samples of a language: its folders, with what <c>behaviours.yaml</c> says of those that every language has. Samples that are not text, or too long
/// for an editor, are left out: they are tests, and nothing to begin with.
/// </summary>
internal static class LanguageSamples
{
    private const string Expectations = "expect.yaml";
    private const string StdinFile = "stdin";
    private const int LongestFile = 64 * 1024;

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="directory">Of all languages.</param>
    public static IReadOnlyList<LanguageSample> Read(string directory, Language language)
    {
        var samples = Path.Combine(directory, language.Id, "samples");
        if (!Directory.Exists(samples))
        {
            return [];
        }

        var behaviours = Parse(Path.Combine(directory, "behaviours.yaml"));
        return [.. Directory.GetDirectories(samples)
            .Order(StringComparer.Ordinal)
            .Select(folder => ReadOne(folder, language, behaviours))
            .OfType<LanguageSample>()
            .OrderBy(sample => sample.Name != "hello")];
    }

    private static LanguageSample? ReadOne(string folder, Language language, YamlMap? behaviours)
    {
        var name = Path.GetFileName(folder);
        var behaviour = behaviours?.Map(name);
        var own = Parse(Path.Combine(folder, Expectations));
        var entry = own?.Text("entry") ?? language.SourceFile;
        var paths = Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path))
            .Where(path => path is not (StdinFile or Expectations))
            .OrderBy(path => path != entry)
            .ThenBy(path => path, StringComparer.Ordinal)
            .ToList();
        var texts = paths.Select(path => (path, Text: TextOf(Path.Combine(folder, path)))).ToList();
        var stdin = Path.Combine(folder, StdinFile);
        var input = File.Exists(stdin) ? TextOf(stdin) : behaviour?.Text("stdin") ?? "";
        if (texts.Count == 0 || input is null || texts.Any(file => file.Text is null))
        {
            return null;
        }

        var beside = behaviour?.Map("files") is { } data ? data.Keys.Except(paths).Select(file => new LanguageSampleFile(file, data.Text(file) ?? "")) : [];
        var args = own?.Has("args") == true ? own.Texts("args") : behaviour?.Texts("args") ?? [];
        return new LanguageSample(
            name, own?.Text("about") ?? behaviour?.Text("about") ?? "", [.. texts.Select(file => new LanguageSampleFile(file.path, file.Text!)), .. beside], input, args);
    }

    /// <summary>Null when it is no text that an editor would like to have.</summary>
    private static string? TextOf(string file)
    {
        try
        {
            return new FileInfo(file).Length <= LongestFile ? s_strict.GetString(File.ReadAllBytes(file)) : null;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>Null where there is no such file, or nothing in it that can be read: tests hold that those of ours can.</summary>
    private static YamlMap? Parse(string file)
    {
        try
        {
            return File.Exists(file) && LanguageLoader.Parse(file).Documents is [{ RootNode: YamlMappingNode root }] ? new YamlMap(root, "", new ErrorNotes(file, [])) : null;
        }
        catch (YamlException)
        {
            return null;
        }
    }
}
