using System.Net.WebSockets;

namespace Hotcell.Server.Api.Executions.Live;

/// <summary>One message for the client.</summary>
/// <param name="Offset">Bytes of output before it.</param>
/// <param name="Output">Bytes of output in it: none in a text frame; in a binary one, all behind its first byte.</param>
internal readonly record struct LiveMessage(long Offset, int Output, ReadOnlyMemory<byte> Bytes)
{
    public bool IsBinary => Output > 0;

    /// <summary>The part behind <paramref name="offset"/>, which lies in it.</summary>
    public LiveMessage From(long offset)
    {
        var skipped = (int)(offset - Offset);
        return new LiveMessage(offset, Output - skipped, (byte[])[Bytes.Span[0], .. Bytes.Span[(1 + skipped)..]]);
    }
}

/// <summary>How a connection ends.</summary>
internal readonly record struct LiveClose(WebSocketCloseStatus Status, string Reason);
