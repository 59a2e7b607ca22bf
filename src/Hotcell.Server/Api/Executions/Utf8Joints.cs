namespace Hotcell.Server.Api.Executions;

/// <summary>Cuts a stream of bytes only where no character of UTF-8 is torn, so that every piece can be read by itself.</summary>
/// <param name="tears">Whether it may cut anywhere: nobody reads characters.</param>
internal sealed class Utf8Joints(bool tears)
{
    private const int LongestCharacter = 4;

    /// <summary>The beginning of a character, of which the end has not come.</summary>
    public ReadOnlyMemory<byte> Rest { get; private set; }

    /// <summary>What there is now to read. Where nothing was left from before it is a part of <paramref name="bytes"/> itself.</summary>
    public ReadOnlyMemory<byte> Add(ReadOnlyMemory<byte> bytes)
    {
        if (tears)
        {
            return bytes;
        }

        ReadOnlyMemory<byte> all = Rest.IsEmpty ? bytes : (byte[])[.. Rest.Span, .. bytes.Span];
        var whole = WholeLength(all.Span);
        Rest = all[whole..].ToArray();
        return all[..whole];
    }

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
                var needed = unit >= 0xf0 ? 4 : unit >= 0xe0 ? 3 : 2;
                return needed > back ? bytes.Length - back : bytes.Length;
            }
        }

        return bytes.Length;
    }
}
