using System.Text.RegularExpressions;
using Hotcell.Engine.Languages;

namespace Hotcell.Unit.Engine.Languages;

public sealed class LanguageVariableTests
{
    private static readonly LanguageVariable Word = new(
        [Pattern("first (\\w+)"), Pattern("nothing()"), Pattern("then (\\w+)")], "<{value}>", "none");

    [Theory]
    [InlineData("then b, first a", "<a>")]
    [InlineData("then b, then c", "<b>")]
    [InlineData("else d", "none")]
    [InlineData("", "none")]
    public void The_first_pattern_that_matches_decides(string source, string value) => Assert.Equal(value, Word.TakeFrom(source));

    [Fact]
    public void An_empty_group_is_the_default() => Assert.Equal("none", Word.TakeFrom("nothing, then b"));

    [Theory]
    [InlineData("public class A { } class B { void main() }", "A")]
    [InlineData("class Node { }\nclass Hello {\n  static class Inner { }\n  public static void main(String[] args) { }\n}", "Hello")]
    [InlineData("class A { void main() { } }\nclass B { }", "A")]
    [InlineData("final class A { }\nrecord B(int x) { }", "A")]
    [InlineData("record Point(int x) { }\nvoid main() { }", "Main")]
    [InlineData("int half(int x) { return x / 2; }", "Main")]
    public void Java_finds_the_class_that_runs(string source, string value) =>
        Assert.Equal(value, LanguageLoader.Load(Path.Combine(AppContext.BaseDirectory, "languages")).Find("java")!.Variables["class"].TakeFrom(source));

    private static Regex Pattern(string text) => new(text, RegexOptions.NonBacktracking);
}
