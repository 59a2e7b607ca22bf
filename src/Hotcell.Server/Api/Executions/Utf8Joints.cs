namespace Hotcell.Server.Api.Executions;

/// <summary>Cuts a stream of bytes only where no character of UTF-8 is torn, so that every piece can be read by itself.</summary>
/// <param name="tears">Whether it may cut anywhere: nobody reads characters.</param>
internal sealed class Utf8Joints(bool tears)
{
    private const int LongestCharacter = 4;

    /// <summary>The beginning of a character, of which the end has not come.</summary>
    public ReadOnlyMemory<byte> Rest { get; private set; }

    /// <summary>What there is now to read: a character that began before, and a part of <paramref name="bytes"/> itself, which is not copied.</summary>
    public (ReadOnlyMemory<byte> Joint, ReadOnlyMemory<byte> Whole) Add(ReadOnlyMemory<byte> bytes)
    {
        if (tears)
        {
            return (default, bytes);
        }

        var joint = Rest;
        if (!Rest.IsEmpty)
        {
            var missing = LengthOf(Rest.Span[0]) - Rest.Length;
            var taken = 0;
            while (taken < Math.Min(missing, bytes.Length) && IsContinuation(bytes.Span[taken]))
            {
                taken++;
            }

            joint = (byte[])[.. Rest.Span, .. bytes.Span[..taken]];
            bytes = bytes[taken..];
            if (taken < missing && bytes.IsEmpty)
            {
                Rest = joint;
                return default;
            }
        }

        var whole = WholeLength(bytes.Span);
        Rest = bytes[whole..].ToArray();
        return (joint, bytes[..whole]);
    }

    private static bool IsContinuation(byte unit) => unit is >= 0x80 and < 0xc0;

    private static int LengthOf(byte first) => first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;

    private static int WholeLength(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back < LongestCharacter && back <= bytes.Length; back++)
        {
            var unit = bytes[^back];
            if (unit < 0x80)
            {
                break;
            }

            if (unit >= 0xc0)
            {
                return LengthOf(unit) > back ? bytes.Length - back : bytes.Length;
            }
        }

        return bytes.Length;
    }
}
