using Hotcell.Engine;
using Hotcell.Engine.Images;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotcell.Unit.Engine.Images;

public sealed class PageCacheTests : IDisposable
{
    private readonly TempFolder _root = new();
    private readonly Image _image;

    public PageCacheTests()
    {
        _root.Write("usr/lib/tool-1/data", new string('x', 1000));
        _root.Write("usr/lib/tool-1/deep/er/data", new string('x', 300));
        _root.Write("usr/lib/tool-2/data", new string('x', 50));
        _root.Write("root/secret", new string('x', 7));
        _image = new Image(0, "test", _root.Root);
    }

    public void Dispose() => _root.Dispose();

    [Theory]
    [InlineData("/usr/lib/tool-1/data", "usr/lib/tool-1/data")]
    [InlineData("/usr/lib/tool-1", "usr/lib/tool-1/data usr/lib/tool-1/deep/er/data")]
    [InlineData("/usr/lib/tool-*/data", "usr/lib/tool-1/data usr/lib/tool-2/data")]
    [InlineData("/usr/*/*/d*", "usr/lib/tool-1/data usr/lib/tool-1/deep/er/data usr/lib/tool-2/data")]
    [InlineData("/usr/lib/tool-3", "")]
    [InlineData("/root/secret", "")]
    [InlineData("/*/secret", "")]
    [InlineData("/usr/lib/leading-out", "")]
    public void A_pattern_names_files_as_a_cell_sees_them(string pattern, string expected)
    {
        Directory.CreateSymbolicLink(Path.Combine(_root.Root, "usr/lib/leading-out"), "/root");

        Assert.Equal(expected, string.Join(' ', _image.Files(pattern).Select(file => Path.GetRelativePath(_root.Root, file)).Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData(2000, 1350)]
    [InlineData(1100, 1100)]
    [InlineData(0, 0)]
    public async Task No_more_is_held_than_fits(long budget, long held)
    {
        using var cache = new PageCache(new ByteSize(budget), TimeSpan.FromMinutes(5), new ManualTime(), NullLogger.Instance);
        var language = TestLanguages.Python with { Preread = ["/usr/lib/tool-*", "/usr/lib/tool-1/data"] };

        await cache.HoldAsync(language, _image);
        await cache.HoldAsync(language, _image);

        Assert.Equal(held, cache.Held.Bytes);
    }
}
