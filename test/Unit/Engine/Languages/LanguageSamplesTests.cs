using Hotcell.Engine.Languages;
using Hotcell.Unit.Architecture;

namespace Hotcell.Unit.Engine.Languages;

/// <summary>The samples of our own languages, as users get them.</summary>
public sealed class LanguageSamplesTests
{
    private static readonly string s_directory = Path.Combine(DependencyTests.Root, "languages");
    private static readonly LanguageCatalog s_languages = LanguageLoader.Load(s_directory);

    public static TheoryData<string> Ids => [.. s_languages.All.Select(language => language.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Hello_comes_first_and_every_file_has_a_name_and_text(string id)
    {
        var samples = Of(id);
        Assert.Equal("hello", samples[0].Name);
        Assert.NotEmpty(samples[0].About);
        Assert.Equal(samples.Count, samples.Select(sample => sample.Name).Distinct().Count());
        Assert.All(samples, sample => Assert.All(sample.Files, file => Assert.NotEmpty(file.Name)));
    }

    [Fact]
    public void A_sample_has_its_files_its_input_and_its_arguments()
    {
        var samples = Of("python").ToDictionary(sample => sample.Name);
        Assert.Equal("3\n4\n5\n", samples["stdin"].Stdin);
        Assert.NotEmpty(samples["args"].Args);
        Assert.Equal("main.py", samples["files"].Files[0].Name);
        Assert.True(samples["files"].Files.Count > 1);
        Assert.DoesNotContain("expect.yaml", samples.Values.SelectMany(sample => sample.Files).Select(file => file.Name));
    }

    [Fact]
    public void A_language_without_samples_has_none()
    {
        var folder = Directory.CreateTempSubdirectory("hotcell-samples-");
        Assert.Empty(LanguageSamples.Read(folder.FullName, s_languages.Find("python")!));
        folder.Delete(recursive: true);
    }

    [Fact]
    public void What_is_no_text_or_is_too_long_is_left_out()
    {
        var folder = Directory.CreateTempSubdirectory("hotcell-samples-");
        Write("text/main.py", "print()"u8.ToArray());
        Write("bytes/main.py", [0xff, 0xfe]);
        Write("long/main.py", new byte[65 * 1024]);
        Assert.Equal(["text"], LanguageSamples.Read(folder.FullName, s_languages.Find("python")!).Select(sample => sample.Name));
        folder.Delete(recursive: true);

        void Write(string name, byte[] content)
        {
            var file = Path.Combine(folder.FullName, "python", "samples", name);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, content);
        }
    }

    private static IReadOnlyList<LanguageSample> Of(string id) => LanguageSamples.Read(s_directory, s_languages.Find(id)!);
}
