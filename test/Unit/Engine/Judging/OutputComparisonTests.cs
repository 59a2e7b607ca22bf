using System.Globalization;
using System.Text;
using Hotcell.Engine.Executions;
using Hotcell.Engine.Judging;

namespace Hotcell.Unit.Engine.Judging;

public sealed class OutputComparisonTests
{
    private static readonly Checker s_exact = new Checker.Exact();
    private static readonly Checker s_lines = new Checker.Lines();
    private static readonly Checker s_tokens = new Checker.Tokens();
    private static readonly Checker s_unordered = new Checker.Unordered();
    private static readonly Checker s_floats = new Checker.Floats(1e-6, 1e-6);
    private static readonly Checker[] s_all = [s_exact, s_lines, s_tokens, s_unordered, s_floats];

    [Theory]
    [InlineData("", "")]
    [InlineData("1\n2\n", "1\n2")]
    [InlineData("1 \n2\t\n\n", "1\n2\n")]
    [InlineData("1\r\n2\r\n", "1\n2\n")]
    [InlineData("1\n\n2", "1\n\n2")]
    [InlineData("  1", "  1")]
    public void Lines_that_are_the_same(string actual, string expected) => Assert.Equal(Verdict.Accepted, Judge(s_lines, actual, expected));

    [Theory]
    [InlineData("", "1", Verdict.WrongAnswer)]
    [InlineData("1", "", Verdict.WrongAnswer)]
    [InlineData("1\n2", "1", Verdict.WrongAnswer)]
    [InlineData("1", "1\n2", Verdict.WrongAnswer)]
    [InlineData("a", "A", Verdict.WrongAnswer)]
    [InlineData("1\n2", "1\n\n2", Verdict.PresentationError)]
    [InlineData(" 1", "1", Verdict.PresentationError)]
    [InlineData("1  2", "1 2", Verdict.PresentationError)]
    public void Lines_that_differ(string actual, string expected, Verdict verdict) => Assert.Equal(verdict, Judge(s_lines, actual, expected));

    [Theory]
    [InlineData("1\n", "1\n", Verdict.Accepted)]
    [InlineData("1", "1\n", Verdict.PresentationError)]
    [InlineData("1 \n", "1\n", Verdict.PresentationError)]
    [InlineData("2\n", "1\n", Verdict.WrongAnswer)]
    public void Exact_is_byte_by_byte(string actual, string expected, Verdict verdict) => Assert.Equal(verdict, Judge(s_exact, actual, expected));

    [Theory]
    [InlineData("1 2\n3", "1\n2 3\n", true)]
    [InlineData("\t1\v2\f3 ", "1 2 3", true)]
    [InlineData("12", "1 2", false)]
    [InlineData("1 2 3", "1 2", false)]
    [InlineData("1.0", "1", false)]
    public void Tokens_are_words(string actual, string expected, bool same) => Assert.Equal(Plain(same), Judge(s_tokens, actual, expected));

    [Theory]
    [InlineData("b\na\n", "a\nb", true)]
    [InlineData("b \r\na\n\n", "a\nb\n", true)]
    [InlineData("a\na\nb", "a\nb\nb", false)]
    [InlineData("a", "a\na", false)]
    [InlineData("\na\nb", "a\n\nb", true)]
    [InlineData("a b", "b a", false)]
    public void Unordered_is_a_bag_of_lines(string actual, string expected, bool same) => Assert.Equal(Plain(same), Judge(s_unordered, actual, expected));

    [Theory]
    [InlineData("0.3333333", "0.33333333333", true)]
    [InlineData("1e3", "1000", true)]
    [InlineData("+5", "5.0", true)]
    [InlineData(".5 -0", "0.5 0", true)]
    [InlineData("1000000.5", "1000000", true)]
    [InlineData("0.34", "0.33", false)]
    [InlineData("1.0 2.0", "1.0", false)]
    [InlineData("", "0", false)]
    [InlineData("nan", "nan", true)]
    [InlineData("nan", "1", false)]
    [InlineData("NaN", "0", false)]
    [InlineData("Infinity", "1e308", false)]
    [InlineData("1e999", "1e308", false)]
    [InlineData("yes 1.0000000001", "yes 1", true)]
    [InlineData("no 1", "yes 1", false)]
    [InlineData("0x10", "16", false)]
    [InlineData("1,5", "1.5", false)]
    public void Floats_are_near(string actual, string expected, bool same) => Assert.Equal(Plain(same), Judge(s_floats, actual, expected));

    [Theory]
    [InlineData(0.5, 0, "10.5", "10", true)]
    [InlineData(0.5, 0, "10.51", "10", false)]
    [InlineData(0, 0.1, "109", "100", true)]
    [InlineData(0, 0.1, "111", "100", false)]
    [InlineData(0, 0.1, "0.0001", "0", false)]
    [InlineData(0, 0, "1.50", "1.5", true)]
    public void One_tolerance_is_enough(double absolute, double relative, string actual, string expected, bool same) =>
        Assert.Equal(Plain(same), Judge(new Checker.Floats(absolute, relative), actual, expected));

    [Fact]
    public void Every_output_equals_itself()
    {
        foreach (var output in Outputs(1, 500))
        {
            Assert.All(s_all, checker => Assert.Equal(Verdict.Accepted, Judge(checker, output, output)));
        }
    }

    /// <summary>What a stricter way takes, a laxer one takes.</summary>
    [Fact]
    public void Ways_are_ordered_by_strictness()
    {
        foreach (var (one, other) in Outputs(2, 3000).Zip(Outputs(3, 3000)))
        {
            Assert.True(!Accepts(s_exact, one, other) || Accepts(s_lines, one, other), Pair(one, other));
            Assert.True(!Accepts(s_lines, one, other) || (Accepts(s_tokens, one, other) && Accepts(s_unordered, one, other)), Pair(one, other));
            Assert.True(!Accepts(s_tokens, one, other) || Accepts(s_floats, one, other), Pair(one, other));
        }
    }

    [Fact]
    public void All_ways_but_floats_are_symmetric()
    {
        foreach (var (one, other) in Outputs(4, 3000).Zip(Outputs(5, 3000)))
        {
            Assert.All(s_all[..4], checker => Assert.Equal(Judge(checker, one, other), Judge(checker, other, one)));
        }
    }

    [Fact]
    public void Lines_agree_with_their_definition()
    {
        foreach (var (one, other) in Outputs(6, 3000).Zip(Outputs(7, 3000)))
        {
            Assert.True(Accepts(s_lines, one, other) == Trimmed(one).SequenceEqual(Trimmed(other)), Pair(one, other));
            Assert.True(Accepts(s_unordered, one, other) == Trimmed(one).Order(StringComparer.Ordinal).SequenceEqual(Trimmed(other).Order(StringComparer.Ordinal)), Pair(one, other));
        }

        static List<string> Trimmed(string text)
        {
            List<string> lines = [.. text.Split('\n').Select(line => line.TrimEnd(' ', '\t', '\r', '\v', '\f'))];
            while (lines is [.., ""])
            {
                lines.RemoveAt(lines.Count - 1);
            }

            return lines;
        }
    }

    [Fact]
    public void Any_double_survives_its_shortest_text()
    {
        var random = new Random(8);
        for (var i = 0; i < 1000; i++)
        {
            var number = BitConverter.Int64BitsToDouble(random.NextInt64());
            if (double.IsFinite(number))
            {
                Assert.Equal(Verdict.Accepted, Judge(new Checker.Floats(0, 0), number.ToString("E16", CultureInfo.InvariantCulture), number.ToString("R", CultureInfo.InvariantCulture)));
            }
        }
    }

    [Fact]
    public void Outputs_may_be_any_bytes() => Assert.All(s_all, checker =>
        Assert.Equal(Verdict.WrongAnswer, OutputComparison.Judge(checker, new byte[] { 0xff, 0, 0x0a, 0x80 }, new byte[] { 0xfe, 0, 0x0a, 0x80 })));

    /// <summary>Short texts of few letters, so that two are often alike.</summary>
    private static IEnumerable<string> Outputs(int seed, int count)
    {
        const string letters = "ab1.\n\n \t\r";
        var random = new Random(seed);
        return Enumerable.Range(0, count).Select(_ => new string([.. Enumerable.Range(0, random.Next(7)).Select(_ => letters[random.Next(letters.Length)])]));
    }

    private static bool Accepts(Checker checker, string actual, string expected) => Judge(checker, actual, expected) == Verdict.Accepted;

    private static Verdict Judge(Checker checker, string actual, string expected) => OutputComparison.Judge(checker, Encoding.UTF8.GetBytes(actual), Encoding.UTF8.GetBytes(expected));

    private static Verdict Plain(bool same) => same ? Verdict.Accepted : Verdict.WrongAnswer;

    private static string Pair(string one, string other) => $"'{one}' '{other}'";
}
