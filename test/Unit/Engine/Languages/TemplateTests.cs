using Hotcell.Engine;
using Hotcell.Engine.Languages;

namespace Hotcell.Unit.Engine.Languages;

public sealed class TemplateTests
{
    private static readonly TemplateValues Values = new()
    {
        Source = "main.py",
        Sources = ["main.py", "lib/util.py"],
        Args = ["a b", "{source}", ""],
        Variables = new Dictionary<string, string> { ["class"] = "Main" },
        Memory = ByteSize.FromMebibytes(255),
        Cpus = 1.2,
    };

    [Theory]
    [InlineData("{source}", "main.py")]
    [InlineData("-Xmx{memory_mb:60%}m", "-Xmx153m")]
    [InlineData("{memory_mb}", "255")]
    [InlineData("0x{memory_mb_hex:50%}00000", "0x7f00000")]
    [InlineData("{stem}.js", "main.js")]
    [InlineData("{cpus}", "2")]
    [InlineData("{class}.java", "Main.java")]
    [InlineData("{{{class}}}", "{Main}")]
    [InlineData("$(id) `id` %s", "$(id) `id` %s")]
    public void Expands(string element, string expected) => Assert.Equal([expected], Template.Expand([element], Values));

    [Fact]
    public void Sources_become_as_many_elements_as_there_are() =>
        Assert.Equal(["gcc", "main.py", "lib/util.py", "-lm"], Template.Expand(["gcc", "{sources}", "-lm"], Values));

    [Fact]
    public void Other_sources_are_those_after_the_first() =>
        Assert.Equal(["f", "lib/util.py", "main.py"], Template.Expand(["f", "{other_sources}", "{source}"], Values));

    [Fact]
    public void Args_are_passed_as_they_are_and_never_expanded_again() =>
        Assert.Equal(["x", "a b", "{source}", ""], Template.Expand(["x", "{args}"], Values));

    [Theory]
    [InlineData("-rf")]
    [InlineData("@list.c")]
    [InlineData("=x")]
    public void A_file_never_becomes_an_option(string name) =>
        Assert.Equal(["./" + name, "./" + name], Template.Expand(["{source}", "{sources}"], Values with { Source = name, Sources = [name] }));

    [Theory]
    [InlineData("lib.v2/main.test.ts", "lib.v2/main.test")]
    [InlineData("main", "main")]
    [InlineData("-o.ts", "./-o")]
    public void The_stem_is_the_first_file_without_its_ending(string source, string stem) =>
        Assert.Equal([stem], Template.Expand(["{stem}"], Values with { Source = source }));

    [Fact]
    public void A_small_memory_still_leaves_one_megabyte() =>
        Assert.Equal(["1"], Template.Expand(["{memory_mb:1%}"], Values with { Memory = ByteSize.FromMebibytes(8) }));
}
