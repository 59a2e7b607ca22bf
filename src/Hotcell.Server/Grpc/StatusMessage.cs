using System.Text;

namespace Hotcell.Server.Grpc;

/// <summary>
/// Text in a header: "Percent-Encoded: printable ASCII except percent is itself, every other byte of the UTF-8 is %XX" (PROTOCOL-HTTP2.md).
/// </summary>
internal static class StatusMessage
{
    public static string Encode(string text)
    {
        var encoded = new StringBuilder(text.Length);
        foreach (var one in Encoding.UTF8.GetBytes(text))
        {
            _ = one is >= (byte)' ' and <= (byte)'~' and not (byte)'%' ? encoded.Append((char)one) : encoded.Append($"%{one:X2}");
        }

        return encoded.ToString();
    }
}
