using Hotcell.Engine.Languages;

namespace Hotcell.Unit.Engine.Languages;

public sealed class LanguageCatalogTests
{
    private static readonly LanguageCatalog Catalog = new([TestLanguages.Python, TestLanguages.C, TestLanguages.Java]);

    [Theory]
    [InlineData("python")]
    [InlineData("PYTHON")]
    [InlineData("py")]
    [InlineData("Py")]
    public void Finds_by_id_or_alias_in_any_case(string name) => Assert.Equal("python", Catalog.Find(name)?.Id);

    [Fact]
    public void Lists_by_id() => Assert.Equal(["c", "java", "python"], Catalog.All.Select(language => language.Id));

    [Theory]
    [InlineData("pyton", "python")]
    [InlineData("Jav", "java")]
    [InlineData("javva", "java")]
    public void Names_the_nearest_for_an_unknown_one(string name, string nearest)
    {
        Assert.Null(Catalog.Find(name));
        Assert.Equal(nearest, Catalog.Nearest(name)[0]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("brainfuck")]
    public void Names_nothing_that_is_not_near(string name) => Assert.Empty(Catalog.Nearest(name));

    [Fact]
    public void Costs_nothing_for_an_endless_name() => Assert.Empty(Catalog.Nearest(new string('p', 1_000_000)));
}
