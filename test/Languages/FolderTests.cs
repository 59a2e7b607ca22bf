using System.Text.Json.Nodes;
using Hotcell.Engine.Languages;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Languages;

/// <summary>Every folder has the shape that languages/README.md describes, and the schemas for editors say what the loader does.</summary>
public sealed class FolderTests(CellsFixture cells)
{
    private const string Required = "hello stdin exit_code unicode timeout memory";

    /// <summary>Every key that there is.</summary>
    private const string Everything = """
        id: everything
        name: Everything
        aliases: [all, every+thing]
        source_file: "{word}.x"
        source_extensions: [.x, .y+z]
        variables:
          word: { pattern: '(\w+)', format: "{value}_", default: none }
        requires: [tool]
        packages: [tool-package]
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
        """;

    public static IEnumerable<TheoryDataRow<string>> Languages => Samples.Languages.Select(id => new TheoryDataRow<string>(id));

    public static IEnumerable<TheoryDataRow<string>> AllSamples => Samples.All.Select(sample => new TheoryDataRow<string>(sample));

    [Fact]
    public void Every_language_is_available_on_this_machine()
    {
        var missing = cells.Engine.Status.Languages.Where(language => !language.Available).ToList();

        Assert.True(missing.Count == 0, missing.Count == 0 ? "" : "Needs: " + Engine.LanguageStatus.InstallCommandFor(missing));
        Assert.Equal(Samples.Languages, cells.Engine.Languages.All.Select(language => language.Id));
    }

    [Fact]
    public async Task Every_language_tells_its_version()
    {
        foreach (var language in await cells.Engine.GetLanguagesAsync())
        {
            Assert.Matches(@"\d+\.\d+", language.Version);
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Language_has_the_required_samples(string language)
    {
        var cases = Samples.CasesOf(language).ToList();
        var fails = cells.Engine.Languages.Find(language)!.Compile is null ? "runtime_error" : "compile_error";

        Assert.Empty(Required.Split(' ').Append(fails).Except(cases));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Language_fits_the_schema(string language) =>
        AssertFits(Path.Combine(Machine.Languages, language, "language.yaml"), "../language.schema.json");

    [Theory]
    [MemberData(nameof(AllSamples))]
    public void Sample_fits_the_schema(string sample) =>
        AssertFits(Path.Combine(Samples.FolderOf(sample), "expect.yaml"), "../../../sample.schema.json");

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
    [InlineData("requires: [tool]", "requires: []")]
    [InlineData("requires: [tool]", "requires: [bin/tool]")]
    [InlineData("source_file: \"{word}.x\"", "source_file: a/b.x")]
    [InlineData("aliases: [all, every+thing]", "aliases: [every thing]")]
    [InlineData("aliases: [all, every+thing]", "aliases: all")]
    public void Loader_and_schema_refuse_the_same(string right, string wrong)
    {
        var yaml = Everything.Replace(right, wrong, StringComparison.Ordinal);

        Assert.NotEmpty(Schema("language.schema.json").ErrorsIn(Yaml.Parse(yaml)));
        Assert.Throws<LanguageException>(() => Load("everything", yaml));
    }

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
