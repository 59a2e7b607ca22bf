using System.Text.Json.Nodes;
using Hotcell.Engine.Languages;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Languages;

/// <summary>Every folder has the shape that languages/README.md describes, and the schemas for editors say what the loader does.</summary>
public sealed class FolderTests(CellsFixture cells) : IClassFixture<LeavesNothing<CellsFixture>>
{
    /// <summary>Every key that there is.</summary>
    private const string Everything = """
        id: everything
        name: Everything
        aliases: [all, every+thing]
        source_file: "{word}.x"
        source_extensions: [.x, .y+z]
        variables:
          word: { patterns: ['(\w+)'], format: "{value}_", default: none }
        requires: [tool, /usr/lib/hotcell/everything/tool]
        packages: [tool-package]
        packages_from: { sid: [tool-package] }
        unpack_from: { sid: [tool-package] }
        needs: [javascript]
        highlighting: everything
        lexical:
          comments: [{ open: "#", word_start: true }, { open: "/*", close: "*/", nested: true }]
          strings: [{ open: '"', escape: '\', multiline: false, interpolation: '${' }]
        gaps: { parallel: the language has no threads }
        preread: [/usr/lib/tool*/data]
        allow_syscalls: { kcmp: it debugs, pidfd_getfd: it debugs, move_pages: it places, migrate_pages: it places }
        version_probe: [tool, --version]
        compile:
          argv: [tool, "{sources}", "-m{memory_mb:50%}"]
          env: { MODE: "{word}" }
          limits:
            wall_time_ms: 1000
            cpu_time_ms: 1000
            memory_mb: 0.5
            processes: 1
            output_kb: 0.5
            file_size_mb: 0.5
            open_files: 16
            stack_mb: 0.5
            disk_mb: 0.5
            cpus: 0.5
        run:
          argv: [./main, "{args}", "{source}", "{cpus}"]
          boot: { argv: [tool, "{source}"], program: "{source}", env: { BOOT: "1" }, hold: source, hold_in: tool, unless: never, memory_mb: 10 }
        """;

    public static IEnumerable<TheoryDataRow<string>> Languages => Samples.Languages.All.Select(language => new TheoryDataRow<string>(language.Id));

    public static IEnumerable<TheoryDataRow<string>> AllSamples => Samples.All.Where(sample => File.Exists(ExpectFile(sample))).Select(sample => new TheoryDataRow<string>(sample));

    [Fact]
    public void Every_language_is_installed()
    {
        string[] missing = [.. cells.Languages.Values.Where(language => !language.Available).Select(language => $"{language.Id}: {language.Install}")];
        Assert.SkipUnless(missing.Length == 0 || Samples.AllAreInstalled, "Not installed: " + string.Join("; ", missing));

        Assert.Empty(missing);
        Assert.Equal(Samples.Languages.All.Select(language => language.Id), cells.Languages.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Language_tells_its_version(string language)
    {
        Assert.SkipUnless(cells.Languages[language].Available, "not installed");

        Assert.Matches(@"\d+\.\d+", cells.Languages[language].Version);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Language_has_every_behaviour_or_a_reason(string language)
    {
        var gaps = Samples.Languages.Find(language)!.Gaps.Keys;
        var cases = Samples.CasesOf(language).ToList();

        Assert.Empty(Samples.Behaviours.Keys.Except(cases).Except(gaps));
        Assert.Empty(gaps.Intersect(cases));
        Assert.Empty(gaps.Except(Samples.Behaviours.Keys));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Language_fits_the_schema(string language) =>
        AssertFits(Path.Combine(Machine.Languages, language, "language.yaml"), "../language.schema.json");

    [Theory]
    [MemberData(nameof(AllSamples))]
    public void Sample_fits_the_schema(string sample) =>
        AssertFits(ExpectFile(sample), "../../../sample.schema.json");

    [Fact]
    public void Behaviours_fit_the_schema_but_for_keys_of_their_own()
    {
        string[] own = ["about", "program", "files", "stdin", "stdin_lines"];
        var schema = Schema("sample.schema.json");

        foreach (var behaviour in Yaml.Parse(File.ReadAllText(Path.Combine(Machine.Languages, "behaviours.yaml")))!.AsObject())
        {
            var asSample = new JsonObject(behaviour.Value!.AsObject().Where(entry => !own.Contains(entry.Key)).Select(entry => KeyValuePair.Create(entry.Key, entry.Value?.DeepClone())));
            Assert.Empty(schema.ErrorsIn(asSample));
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void The_published_table_has_the_language_and_its_gaps(string language)
    {
        var table = File.ReadAllText(Path.Combine(Machine.Repository, "docs", "languages.md"));
        var one = Samples.Languages.Find(language)!;

        Assert.Contains($"| {one.Name} | `{one.Id}`", table);
        Assert.All(one.Gaps, gap => Assert.Contains($"- {one.Name}, {gap.Key}: {gap.Value}\n", table));
    }

    [Fact]
    public void Loader_takes_every_key_of_the_schema()
    {
        var schema = Schema("language.schema.json");

        Assert.Empty(schema.ErrorsIn(Yaml.Parse(Everything)));
        Assert.Empty(schema.Properties.Except(Yaml.KeysIn(Yaml.Parse(Everything))));
        var language = Load("everything", Everything);
        Assert.Equal("everything", language.Id);
    }

    [Theory]
    [InlineData("name: Everything", "nome: Everything")]
    [InlineData("compile:", "kompile:")]
    [InlineData("format:", "form:")]
    [InlineData("cpus: 0.5", "cpus: 0")]
    [InlineData("processes: 1", "processes: 1.5")]
    [InlineData("id: everything", "id: Everything")]
    [InlineData("requires: [tool,", "requires: [bin/tool,")]
    [InlineData("requires: [tool, /usr", "requires: [tool, /opt")]
    [InlineData("gaps: { parallel: the language has no threads }", "gaps: [parallel]")]
    [InlineData("nested: true", "nested: always")]
    [InlineData("open: \"#\"", "open: \"\"")]
    [InlineData("close: \"*/\"", "closes: \"*/\"")]
    [InlineData("interpolation: '${'", "interpolation: '$('")]
    [InlineData("packages_from: { sid: [tool-package] }", "packages_from: { sid: tool-package }")]
    [InlineData("patterns: ['(\\w+)']", "patterns: '(\\w+)'")]
    [InlineData("source_file: \"{word}.x\"", "source_file: a/b.x")]
    [InlineData("aliases: [all, every+thing]", "aliases: [every thing]")]
    [InlineData("aliases: [all, every+thing]", "aliases: all")]
    public void Loader_and_schema_refuse_the_same(string right, string wrong)
    {
        var yaml = Everything.Replace(right, wrong, StringComparison.Ordinal);

        Assert.NotEmpty(Schema("language.schema.json").ErrorsIn(Yaml.Parse(yaml)));
        Assert.Throws<LanguageException>(() => Load("everything", yaml));
    }

    private static string ExpectFile(string sample) => Path.Combine(Samples.FolderOf(sample), "expect.yaml");

    private static JsonSchema Schema(string name) => new(JsonNode.Parse(File.ReadAllText(Path.Combine(Machine.Languages, name)))!);

    private static void AssertFits(string file, string schema)
    {
        var text = File.ReadAllText(file);
        Assert.StartsWith($"# yaml-language-server: $schema={schema}\n", text);
        Assert.Empty(Schema(Path.GetFileName(schema)).ErrorsIn(Yaml.Parse(text)));
    }

    private static Language Load(string id, string yaml)
    {
        var folder = Directory.CreateTempSubdirectory("hotcell-test-");
        try
        {
            File.WriteAllText(Path.Combine(folder.CreateSubdirectory(id).FullName, "language.yaml"), yaml);
            return LanguageLoader.Load(folder.FullName).All.Single();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
