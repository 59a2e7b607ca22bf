using Hotcell.Engine.Images;
using Hotcell.Kit;
using Hotcell.Protocol;

namespace Hotcell.Unit.Engine.Images;

public sealed class ImageStoreTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private ImageStore Store => new(_folder.Root);

    private ImageCatalog Catalog() => new([new ImageSource("store", _folder.Root, IsStore: true)]);

    public void Dispose() => _folder.Dispose();

    private void Publish(uint version, params string[] executables)
    {
        Directory.CreateDirectory(_folder.In($"{version}"));
        TinyStore.Manifest("java").Write(ImageStore.ManifestIn(Store.FolderOf(version)));
        foreach (var executable in executables)
        {
            _folder.WriteExecutable($"{version}/root/usr/bin/{executable}");
        }

        File.Delete(_folder.In("current"));
        _folder.Link("current", $"{version}");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("7")]
    [InlineData("../1")]
    [InlineData("-1")]
    [InlineData("/etc")]
    public void A_link_to_no_version_is_no_version(string target)
    {
        Publish(1);
        File.Delete(_folder.In("current"));
        _folder.Link("current", target);

        Assert.Equal(0U, Store.Current);
        Assert.Null(Catalog().Place(TestLanguages.Java).Image);
    }

    [Fact]
    public void A_version_of_another_Hotcell_is_not_used()
    {
        Publish(1, "java", "javac");
        (TinyStore.Manifest("java") with { Format = 2 }).Write(ImageStore.ManifestIn(Store.FolderOf(1)));

        Assert.Null(Catalog().Place(TestLanguages.Java).Image);
    }

    [Fact]
    public void Versions_are_the_folders_that_are_numbers()
    {
        Publish(2);
        Publish(11);
        Directory.CreateDirectory(_folder.In(".work"));

        Assert.Equal([2U, 11U], Store.Versions);
        Assert.Equal(11U, Store.Current);
    }

    [Fact]
    public void The_version_that_is_current_when_somebody_looks_is_the_one_that_is_seen()
    {
        var catalog = Catalog();
        Assert.Null(catalog.Place(TestLanguages.Java).Image);

        Publish(1, "java");
        Assert.Equal(["javac"], catalog.Place(TestLanguages.Java).Missing);

        Publish(2, "java", "javac");
        var image = catalog.Place(TestLanguages.Java).Image!;
        Assert.Equal(2U, image.Version);
        Assert.Same(image, catalog.Place(TestLanguages.Java).Image);

        Publish(3);
        Assert.Null(catalog.Place(TestLanguages.Java).Image);
    }

    [Fact]
    public void What_is_used_cannot_be_removed_and_what_is_being_removed_cannot_be_used()
    {
        Publish(1, "java", "javac");
        var image = Catalog().Place(TestLanguages.Java).Image!;

        Assert.True(image.TryUse(out var first));
        Assert.True(image.TryUse(out var second));
        Assert.Null(Store.TryOwn(1));
        first!.Dispose();
        Assert.Null(Store.TryOwn(1));
        second!.Dispose();

        using (Store.TryOwn(1))
        {
            Assert.False(image.TryUse(out _));
        }

        Assert.True(image.TryUse(out var third));
        third!.Dispose();
    }

    [Fact]
    public void A_program_that_something_else_brought_along_is_no_language()
    {
        Publish(1, "java", "javac");
        Assert.NotNull(Catalog().Place(TestLanguages.Java).Image);

        TinyStore.Manifest("kotlin").Write(ImageStore.ManifestIn(Store.FolderOf(1)));

        Assert.Equal((null, "java javac"), Catalog().Place(TestLanguages.Java) is var (image, missing) ? (image, string.Join(' ', missing.Order())) : default);
    }

    [Fact]
    public void A_plain_image_is_never_removed()
    {
        Assert.True(new Image(0, "host", "/").TryUse(out var use));
        Assert.Null(use);
    }
}
