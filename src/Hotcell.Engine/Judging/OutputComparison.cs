namespace Hotcell.Engine.Judging;

/// <summary>Whether an output is the expected one.</summary>
public static class OutputComparison
{
    /// <summary>Line by line, without white space at the ends of lines (such as that of other systems' line ends) and empty lines at the end.</summary>
    public static bool TrimmedLines(ReadOnlySpan<byte> actual, ReadOnlySpan<byte> expected)
    {
        actual = actual.TrimEnd(" \t\r\n"u8);
        expected = expected.TrimEnd(" \t\r\n"u8);
        while (TakeLine(ref actual).SequenceEqual(TakeLine(ref expected)))
        {
            if (actual.IsEmpty || expected.IsEmpty)
            {
                return actual.IsEmpty && expected.IsEmpty;
            }
        }

        return false;
    }

    private static ReadOnlySpan<byte> TakeLine(ref ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)'\n');
        var line = end < 0 ? text : text[..end];
        text = end < 0 ? [] : text[(end + 1)..];
        return line.TrimEnd(" \t\r"u8);
    }
}
