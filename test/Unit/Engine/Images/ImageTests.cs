using Hotcell.Engine;
using Hotcell.Engine.Images;

namespace Hotcell.Unit.Engine.Images;

public sealed class ImageTests : IDisposable
{
    private readonly TempFolder _root = new();

    public void Dispose() => _root.Dispose();

    private string? Find(string executable) => new Image(0, "test", _root.Root).FindExecutable(executable);

    [Fact]
    public void Finds_an_executable_by_its_path_inside_the_image()
    {
        _root.WriteExecutable("usr/bin/tool");

        Assert.Equal("/usr/bin/tool", Find("tool"));
    }

    [Fact]
    public void Searches_in_the_order_of_PATH()
    {
        _root.WriteExecutable("usr/bin/tool");
        _root.WriteExecutable("usr/local/bin/tool");

        Assert.Equal("/usr/local/bin/tool", Find("tool"));
    }

    [Fact]
    public void Follows_links_as_they_resolve_inside_the_image()
    {
        _root.Link("bin", "usr/bin");
        _root.Link("usr/bin/java", "/etc/alternatives/java");
        _root.Link("etc/alternatives/java", "/usr/lib/jvm/current/bin/java");
        _root.Link("usr/lib/jvm/current", "../jvm/jdk-21");
        _root.WriteExecutable("usr/lib/jvm/jdk-21/bin/java");

        Assert.Equal("/usr/bin/java", Find("java"));
    }

    [Theory]
    [InlineData("/opt/tool/bin/tool")]
    [InlineData("/etc/secret")]
    [InlineData("../../root/tool")]
    [InlineData("/usr/lib/absent")]
    public void Does_not_find_what_a_cell_would_not_see(string target)
    {
        _root.WriteExecutable("opt/tool/bin/tool");
        _root.WriteExecutable("etc/secret");
        _root.WriteExecutable("root/tool");
        _root.Link("usr/bin/tool", target);

        Assert.Null(Find("tool"));
    }

    [Fact]
    public void A_link_never_leaves_the_image()
    {
        _root.Link("usr/bin/tool", "../../../../../../../../../../usr/bin/env");

        Assert.Null(Find("tool"));
    }

    [Fact]
    public void A_circle_of_links_leads_nowhere()
    {
        _root.Link("usr/bin/tool", "tool2");
        _root.Link("usr/bin/tool2", "tool");

        Assert.Null(Find("tool"));
    }

    [Fact]
    public void A_file_that_not_everybody_may_execute_is_not_found()
    {
        _root.Write("usr/bin/tool", "");

        Assert.Null(Find("tool"));
    }

    [Fact]
    public void A_folder_is_not_an_executable()
    {
        Directory.CreateDirectory(_root.In("usr/bin/tool"));

        Assert.Null(Find("tool"));
    }

    [Fact]
    public void What_is_installed_later_is_found_then()
    {
        var image = new Image(0, "test", _root.Root);
        Assert.Null(image.FindExecutable("tool"));

        _root.WriteExecutable("usr/bin/tool");

        Assert.Equal("/usr/bin/tool", image.FindExecutable("tool"));
    }

    [Fact]
    public void A_language_goes_to_the_first_image_that_has_all_it_requires()
    {
        _root.WriteExecutable("poor/usr/bin/javac");
        _root.WriteExecutable("rich/usr/bin/javac");
        _root.WriteExecutable("rich/usr/bin/java");
        var images = new ImageCatalog([new("poor", _root.In("poor")), new("rich", _root.In("rich"))]);

        var (image, missing) = images.Place(TestLanguages.Java);

        Assert.Equal((1, "rich"), (image!.Handle, image.Name));
        Assert.Empty(missing);
    }

    [Fact]
    public void A_language_that_no_image_has_names_what_the_nearest_one_lacks()
    {
        _root.WriteExecutable("poor/usr/bin/javac");
        Directory.CreateDirectory(_root.In("empty"));
        var images = new ImageCatalog([new("empty", _root.In("empty")), new("poor", _root.In("poor"))]);

        var (image, missing) = images.Place(TestLanguages.Java);

        Assert.Null(image);
        Assert.Equal(["java"], missing);
    }
}
