using System.Text;
using Hotcell.Engine.Judging;

namespace Hotcell.Unit.Engine.Judging;

public sealed class OutputComparisonTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("1\n2\n", "1\n2")]
    [InlineData("1 \n2\t\n\n", "1\n2\n")]
    [InlineData("1\r\n2\r\n", "1\n2\n")]
    [InlineData("1\n\n2", "1\n\n2")]
    [InlineData("  1", "  1")]
    public void Same(string actual, string expected) => Assert.True(TrimmedLines(actual, expected));

    [Theory]
    [InlineData("", "1")]
    [InlineData("1", "")]
    [InlineData("1\n2", "1")]
    [InlineData("1", "1\n2")]
    [InlineData("1\n2", "1\n\n2")]
    [InlineData(" 1", "1")]
    [InlineData("1  2", "1 2")]
    [InlineData("a", "A")]
    public void Different(string actual, string expected) => Assert.False(TrimmedLines(actual, expected));

    private static bool TrimmedLines(string actual, string expected) => OutputComparison.TrimmedLines(Encoding.UTF8.GetBytes(actual), Encoding.UTF8.GetBytes(expected));
}
