namespace Hotcell.Engine.Cells;

/// <summary>A cell was made, and its runtime did not boot.</summary>
internal sealed class BootException(string message) : Exception(message)
{
    /// <summary>Frames as a person can read them: the text in them, on one line.</summary>
    public static string Readable(ReadOnlySpan<byte> frames)
    {
        Span<char> text = stackalloc char[frames.Length];
        for (var i = 0; i < frames.Length; i++)
        {
            text[i] = frames[i] is > 0x1f and < 0x7f ? (char)frames[i] : ' ';
        }

        return string.Join(' ', text.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}
