using System.Net.WebSockets;

namespace Hotcell.Server.Http;

/// <summary>A message of a WebSocket that is not taken.</summary>
/// <param name="tooLarge">Whether it is larger than any may be; else there is no memory for it now.</param>
internal sealed class MessageRefusedException(bool tooLarge) : Exception(tooLarge ? "a message that is too large" : "the server holds as many messages as it may")
{
    public bool IsTooLarge => tooLarge;
}

/// <summary>A whole message of a WebSocket. It is on the account of its lease until it is disposed: whoever handles it may have to wait for its sender, who takes nothing.</summary>
internal sealed record SocketMessage(WebSocketMessageType Type, ReadOnlyMemory<byte> Bytes, MemoryBudget.Lease Lease) : IDisposable
{
    public void Dispose() => Lease.Dispose();
}

/// <summary>Whole messages of a WebSocket, of any number of frames.</summary>
internal static class SocketMessages
{
    /// <summary>What a message without bytes costs.</summary>
    private const int Least = 256;

    /// <summary>The next message; null when the client closes. While none comes, no memory is held for it.</summary>
    /// <param name="most">Of its bytes.</param>
    /// <exception cref="MessageRefusedException">It is too large, or there is no memory for it.</exception>
    public static async Task<SocketMessage?> ReadAsync(WebSocket socket, BodyBudget budget, int most, CancellationToken stop)
    {
        var first = await socket.ReceiveAsync(Memory<byte>.Empty, stop);
        if (first.MessageType == WebSocketMessageType.Close)
        {
            return null;
        }

        var lease = budget.Open();
        SocketMessage? message = null;
        try
        {
            return message = first.EndOfMessage ? Empty(first.MessageType, lease) : await ReadAsync(socket, lease, most, stop);
        }
        finally
        {
            if (message is null)
            {
                lease.Dispose();
            }
        }
    }

    private static SocketMessage Empty(WebSocketMessageType type, MemoryBudget.Lease lease) =>
        lease.TryTake(Least) ? new SocketMessage(type, default, lease) : throw new MessageRefusedException(tooLarge: false);

    private static async Task<SocketMessage?> ReadAsync(WebSocket socket, MemoryBudget.Lease lease, int most, CancellationToken stop)
    {
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
                return new SocketMessage(received.MessageType, arriving.Bytes, lease);
            }
        }
    }
}
