using System.Text.RegularExpressions;
using Hotcell.Engine;
using Hotcell.Engine.Languages;
using Hotcell.Fuzz.Fuzzing;
using Xunit;

namespace Hotcell.Fuzz.Targets;

/// <summary><c>language.yaml</c>: it becomes a language whose templates all expand, or a list of errors.</summary>
internal sealed partial class LanguageTarget : FuzzTarget
{
    private DirectoryInfo? _folder;

    public override string Name => "language";

    public override IReadOnlyList<byte[]> Words { get; } = WordsOf(
        "id: x\n", "name: X\n", "aliases: [a, b]\n", "variables:\n  v:\n    pattern: 'c(.)'\n    default: d\n", "source_file: main.x\n", "source_extensions: [.x]\n",
        "requires: [x]\n", "packages: [x]\n", "version_probe: [x, --version]\n", "compile:\n  argv: [x, '{sources}']\n", "run:\n  argv: [./main, '{args}']\n",
        "  env: {A: '{memory_mb:50%}'}\n", "  limits: {memory_mb: 64, wall_time_ms: 1}\n", "{v}", "{source}", "{cpus}", "{", "}", "{{", "[", "]", "~", "null", "&a ", "*a", "? ", "- ",
        ": ", "\t", "!!binary ", "|\n ", "'", "\"\\0\"", "---\n", "...\n", "<<: ", "1e9", "0x10", "-1", ".inf");

    /// <summary>A pattern costs milliseconds.</summary>
    public override int Rounds => 500;

    public override FuzzTarget Begin()
    {
        _folder = Directory.CreateTempSubdirectory("hotcell-fuzz-");
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "x"));
        return this;
    }

    public override string Run(byte[] input)
    {
        File.WriteAllBytes(Path.Combine(_folder!.FullName, "x", "language.yaml"), input);
        try
        {
            var language = Assert.Single(LanguageLoader.Load(_folder.FullName).All);
            AssertExpands(language);
            return $"a language: {language.Variables.Count} variables, {(language.Compile is null ? "run" : "compile")}, {language.Run.Env.Count}";
        }
        catch (LanguageException wrong)
        {
            Assert.NotEmpty(wrong.Errors);
            var kinds = wrong.Errors.Select(error => Changing().Replace($"{Known(error.Key)} {error.Message}", "*")).Distinct().Order(StringComparer.Ordinal);
            return string.Join("; ", kinds.Take(2));
        }
    }

    public override void Dispose()
    {
        _folder?.Delete(recursive: true);
        base.Dispose();
    }

    private static void AssertExpands(Language language)
    {
        var values = new TemplateValues
        {
            Source = "main.x",
            Sources = ["main.x", "-o.x"],
            Args = ["a", ""],
            Variables = SourceNaming.VariablesIn(language, "class A\n"u8.ToArray()),
            Memory = ByteSize.FromMebibytes(64),
            Cpus = 0.5,
        };
        Assert.NotEmpty(SourceNaming.DefaultName(language, values.Variables));
        foreach (var stage in new[] { language.Compile, language.Run }.OfType<LanguageStage>())
        {
            Assert.NotEmpty(Template.Expand(stage.Argv, values));
            Assert.All(stage.Env.Values, value => Template.ExpandOne(value, values));
        }
    }

    private static string Known(string key) => KnownKey().IsMatch(key) ? key : "*";

    [GeneratedRegex(@"[0-9]+|'.*'|\{[^}]*\}|line .*|linear time.*", RegexOptions.Singleline)]
    private static partial Regex Changing();

    [GeneratedRegex(@"^(id|name|aliases|variables|source_file|source_extensions|requires|packages|version_probe|(compile|run)(\.(argv|env|limits))?)(\[[0-9]+\])?$")]
    private static partial Regex KnownKey();
}
