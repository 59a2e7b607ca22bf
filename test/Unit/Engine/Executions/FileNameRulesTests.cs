using Hotcell.Engine.Executions;

namespace Hotcell.Unit.Engine.Executions;

public sealed class FileNameRulesTests
{
    [Theory]
    [InlineData("main.py", "main.py")]
    [InlineData("a/b/c.txt", "a/b/c.txt")]
    [InlineData("./a//b/./c", "a/b/c")]
    [InlineData("..a", "..a")]
    [InlineData("a..b/...", "a..b/...")]
    [InlineData("-rf", "-rf")]
    [InlineData("naïve 日本.py", "naïve 日本.py")]
    [InlineData("$(id);`id`%n", "$(id);`id`%n")]
    public void A_plain_relative_path_is_taken(string name, string normalised) => Assert.Equal((normalised, null), FileNameRules.Check(name));

    [Theory]
    [InlineData("", "must not be empty")]
    [InlineData(".", "must name a file, not a folder")]
    [InlineData("./", "must name a file, not a folder")]
    [InlineData("a/", "must name a file, not a folder")]
    [InlineData("a/.", "must name a file, not a folder")]
    [InlineData("/etc/passwd", "must be relative, not absolute")]
    [InlineData("..", "must not contain '..'")]
    [InlineData("../a", "must not contain '..'")]
    [InlineData("a/../b", "must not contain '..'")]
    [InlineData("a/..", "must not contain '..'")]
    [InlineData("a\\b", "must not contain a backslash; folders are separated by /")]
    [InlineData("a\0b", "must not contain NUL or other control characters")]
    [InlineData("a\nb", "must not contain NUL or other control characters")]
    [InlineData("a\u007fb", "must not contain NUL or other control characters")]
    [InlineData("a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q", "must not be more than 15 folders deep")]
    public void Anything_else_is_refused(string name, string error) => Assert.Equal((null, error), FileNameRules.Check(name));

    [Fact]
    public void A_lone_surrogate_is_refused() => Assert.Equal("is not valid Unicode text", FileNameRules.Check("a\ud800b").Error);

    [Fact]
    public void Length_is_counted_in_bytes_of_utf8()
    {
        Assert.Null(FileNameRules.Check(new string('a', 255)).Error);
        Assert.NotNull(FileNameRules.Check(new string('a', 256)).Error);
        Assert.NotNull(FileNameRules.Check(new string('ä', 128)).Error);
    }
}
