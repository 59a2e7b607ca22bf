using System.Buffers;

namespace Hotcell.Engine.Judging;

/// <summary>Takes an output apart, piece by piece from its front.</summary>
internal static class Words
{
    private static readonly SearchValues<byte> s_white = SearchValues.Create(" \t\r\n\v\f"u8);

    /// <summary>The next word; empty at the end.</summary>
    public static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> text)
    {
        var begin = text.IndexOfAnyExcept(s_white);
        text = begin < 0 ? [] : text[begin..];
        var end = text.IndexOfAny(s_white);
        var word = end < 0 ? text : text[..end];
        text = text[word.Length..];
        return word;
    }

    /// <summary>The next line, without white space at its end.</summary>
    public static ReadOnlySpan<byte> TakeLine(ref ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)'\n');
        var line = end < 0 ? text : text[..end];
        text = end < 0 ? [] : text[(end + 1)..];
        return TrimEnd(line);
    }

    public static ReadOnlySpan<byte> TrimEnd(ReadOnlySpan<byte> text) => text[..(text.LastIndexOfAnyExcept(s_white) + 1)];
}
