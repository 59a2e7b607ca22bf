using System.Net.WebSockets;

namespace Hotcell.Server.Http;

/// <summary>A message of a WebSocket that is not taken.</summary>
/// <param name="tooLarge">Whether it is larger than any may be; else there is no memory for it now.</param>
internal sealed class MessageRefusedException(bool tooLarge) : Exception(tooLarge ? "a message that is too large" : "the server holds as many messages as it may")
{
    public bool IsTooLarge => tooLarge;
}

/// <summary>Whole messages of a WebSocket, of any number of frames.</summary>
internal static class SocketMessages
{
    /// <summary>The next message; null when the client closes. While none comes, no memory is held for it.</summary>
    /// <param name="most">Of its bytes.</param>
    /// <exception cref="MessageRefusedException">It is too large, or there is no memory for it.</exception>
    public static async Task<(WebSocketMessageType Type, ReadOnlyMemory<byte> Bytes)?> ReadAsync(WebSocket socket, BodyBudget budget, int most, CancellationToken stop)
    {
        var first = await socket.ReceiveAsync(Memory<byte>.Empty, stop);
        if (first.MessageType == WebSocketMessageType.Close)
        {
            return null;
        }

        if (first.EndOfMessage)
        {
            return (first.MessageType, default);
        }

        using var lease = budget.Open();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, lease.Revoked);
        var arriving = new ArrivingBytes(lease, most);
        while (true)
        {
            if (!arriving.TryGetRoom(out var room))
            {
                throw new MessageRefusedException(tooLarge: false);
            }

            var received = await socket.ReceiveAsync(room, either.Token);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            arriving.Add(received.Count);
            if (arriving.IsOver)
            {
                throw new MessageRefusedException(tooLarge: true);
            }

            if (received.EndOfMessage)
            {
                return (received.MessageType, arriving.Bytes);
            }
        }
    }
}
