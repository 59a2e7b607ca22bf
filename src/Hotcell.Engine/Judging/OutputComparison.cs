using System.Buffers.Text;
using Hotcell.Engine.Executions;

namespace Hotcell.Engine.Judging;

/// <summary>Whether an output is the expected one. Both may be any bytes.</summary>
public static class OutputComparison
{
    /// <summary><see cref="Verdict.Accepted"/>, <see cref="Verdict.PresentationError"/> or <see cref="Verdict.WrongAnswer"/>.</summary>
    /// <param name="how">Not a program.</param>
    public static Verdict Judge(Checker how, ReadOnlyMemory<byte> actual, ReadOnlyMemory<byte> expected)
    {
        var mine = actual.Span;
        var right = expected.Span;
        return how switch
        {
            Checker.Exact => Shaped(mine.SequenceEqual(right), mine, right),
            Checker.Lines => Shaped(TrimmedLines(mine, right), mine, right),
            Checker.Tokens => Plain(Tokens(mine, right)),
            Checker.Floats floats => Plain(Floats(mine, right, floats.Absolute, floats.Relative)),
            Checker.Unordered => Plain(UnorderedLines(actual, expected)),
            _ => throw new ArgumentException("A program is asked in a cell.", nameof(how)),
        };
    }

    /// <inheritdoc cref="Checker.Lines"/>
    public static bool TrimmedLines(ReadOnlySpan<byte> actual, ReadOnlySpan<byte> expected)
    {
        actual = Words.TrimEnd(actual);
        expected = Words.TrimEnd(expected);
        while (Words.TakeLine(ref actual).SequenceEqual(Words.TakeLine(ref expected)))
        {
            if (actual.IsEmpty || expected.IsEmpty)
            {
                return actual.IsEmpty && expected.IsEmpty;
            }
        }

        return false;
    }

    /// <inheritdoc cref="Checker.Tokens"/>
    public static bool Tokens(ReadOnlySpan<byte> actual, ReadOnlySpan<byte> expected)
    {
        while (true)
        {
            var mine = Words.Take(ref actual);
            var right = Words.Take(ref expected);
            if (!mine.SequenceEqual(right))
            {
                return false;
            }

            if (mine.IsEmpty)
            {
                return true;
            }
        }
    }

    /// <inheritdoc cref="Checker.Floats"/>
    public static bool Floats(ReadOnlySpan<byte> actual, ReadOnlySpan<byte> expected, double absolute, double relative)
    {
        while (true)
        {
            var mine = Words.Take(ref actual);
            var right = Words.Take(ref expected);
            if (!mine.SequenceEqual(right) && !(Number(mine) is { } number && Number(right) is { } wanted && IsNear(number, wanted, absolute, relative)))
            {
                return false;
            }

            if (mine.IsEmpty)
            {
                return true;
            }
        }
    }

    /// <inheritdoc cref="Checker.Unordered"/>
    public static bool UnorderedLines(ReadOnlyMemory<byte> actual, ReadOnlyMemory<byte> expected)
    {
        var (mine, right) = (SortedLines(actual), SortedLines(expected));
        return mine.Count == right.Count && mine.Zip(right).All(pair => pair.First.Span.SequenceEqual(pair.Second.Span));
    }

    /// <summary>Lines are views of the text: an output of a million lines costs 16 bytes for each.</summary>
    private static List<ReadOnlyMemory<byte>> SortedLines(ReadOnlyMemory<byte> text)
    {
        var lines = new List<ReadOnlyMemory<byte>>();
        var rest = Words.TrimEnd(text.Span);
        for (var length = rest.Length; !rest.IsEmpty;)
        {
            var begin = length - rest.Length;
            lines.Add(text.Slice(begin, Words.TakeLine(ref rest).Length));
        }

        lines.Sort((one, other) => one.Span.SequenceCompareTo(other.Span));
        return lines;
    }

    /// <summary>Null for what is no number, and for NaN and infinities, which are near nothing.</summary>
    private static double? Number(ReadOnlySpan<byte> word) =>
        Utf8Parser.TryParse(word, out double number, out var taken) && taken == word.Length && double.IsFinite(number) ? number : null;

    private static bool IsNear(double actual, double expected, double absolute, double relative)
    {
        var distance = Math.Abs(actual - expected);
        return distance <= absolute || distance <= relative * Math.Abs(expected);
    }

    private static Verdict Plain(bool right) => right ? Verdict.Accepted : Verdict.WrongAnswer;

    /// <summary>The right words in the wrong shape are told apart from wrong ones.</summary>
    private static Verdict Shaped(bool right, ReadOnlySpan<byte> actual, ReadOnlySpan<byte> expected) =>
        right ? Verdict.Accepted : Tokens(actual, expected) ? Verdict.PresentationError : Verdict.WrongAnswer;
}
