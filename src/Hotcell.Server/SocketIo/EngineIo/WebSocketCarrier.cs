using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using Hotcell.Server.Http;

namespace Hotcell.Server.SocketIo.EngineIo;

/// <summary>Carries a session by a WebSocket, which each packet crosses as a message of its own.</summary>
internal sealed class WebSocketCarrier(HttpContext context, EngineSession session, BodyBudget budget)
{
    /// <summary>Of a close frame, without its number.</summary>
    private const int LongestReason = 120;

    /// <summary>For clients that cannot take binary messages.</summary>
    private readonly bool _onlyText = context.Request.Query.ContainsKey("b64");

    /// <summary>A session that began with this WebSocket.</summary>
    public async Task RunAsync()
    {
        using var socket = await AcceptAsync();
        await CarryAsync(socket);
    }

    /// <summary>A session that is polling: the WebSocket is probed first ("Upgrade" of the specification).</summary>
    public async Task UpgradeAsync()
    {
        using var socket = await AcceptAsync();
        if (!session.TryBeginProbe())
        {
            await SayGoodbyeAsync(socket, "the session has a WebSocket already", session.Aborted);
            return;
        }

        var upgraded = false;
        try
        {
            upgraded = await ProbeAsync(socket);
        }
        finally
        {
            session.EndProbe(upgraded);
        }

        if (upgraded)
        {
            await CarryAsync(socket);
        }
    }

    private async Task<WebSocket> AcceptAsync() => await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
    {
        // The session has pings of its own.
        KeepAliveInterval = Timeout.InfiniteTimeSpan,
    });

    private async Task<bool> ProbeAsync(WebSocket socket)
    {
        using var late = new CancellationTokenSource(session.Options.UpgradeTimeout, session.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(late.Token, session.Aborted, context.RequestAborted);
        try
        {
            if (!await IsNextAsync(socket, new EnginePacket(EnginePacketType.Ping, "probe"u8.ToArray()), stop.Token))
            {
                return false;
            }

            await SendAsync(socket, new EnginePacket(EnginePacketType.Pong, "probe"u8.ToArray()), stop.Token);
            return await IsNextAsync(socket, new EnginePacket(EnginePacketType.Upgrade), stop.Token);
        }
        catch (Exception over) when (over is OperationCanceledException or WebSocketException or ProtocolException)
        {
            return false;
        }
    }

    private async Task<bool> IsNextAsync(WebSocket socket, EnginePacket expected, CancellationToken stop)
    {
        using (var message = await ReadAsync(socket, stop))
        {
            if (message is not null && Decode(message) is var packet && packet.Type == expected.Type && packet.Data.Span.SequenceEqual(expected.Data.Span))
            {
                return true;
            }
        }

        await SayGoodbyeAsync(socket, "no probe", stop);
        return false;
    }

    private async Task CarryAsync(WebSocket socket)
    {
        var writing = WriteAllAsync(socket);
        try
        {
            while (await ReadAsync(socket, session.Aborted) is { } message)
            {
                using var held = message;
                await using var revoked = message.Lease.Revoked.Register(() => session.Abort("a message that its sender kept waiting, while others needed the memory"));
                await session.ReceiveAsync(Decode(message));
            }

            session.Close("the WebSocket was closed");
        }
        catch (ProtocolException wrong)
        {
            session.Close(wrong.Message);
            await DiscardAsync(socket);
        }
        catch (Exception over) when (over is OperationCanceledException or WebSocketException)
        {
            session.Abort("the WebSocket broke");
        }

        await writing;
    }

    /// <summary>Reads until the client has seen why it is over: a connection that is dropped with something unread in it takes the reason along.</summary>
    private async Task DiscardAsync(WebSocket socket)
    {
        var nowhere = ArrayPool<byte>.Shared.Rent(4096);
        try
        {
            while ((await socket.ReceiveAsync(nowhere.AsMemory(), session.Aborted)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (Exception over) when (over is OperationCanceledException or WebSocketException)
        {
            // It does not want to know.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(nowhere);
        }
    }

    private async Task WriteAllAsync(WebSocket socket)
    {
        try
        {
            while (await session.Outbox.TakeAsync(session.Aborted) is { Count: > 0 } packets)
            {
                foreach (var packet in packets)
                {
                    await SendAsync(socket, packet, session.Aborted);
                }
            }

            await SayGoodbyeAsync(socket, session.CloseReason ?? "", session.Aborted);
        }
        catch (Exception over) when (over is OperationCanceledException or WebSocketException)
        {
            session.Abort("the WebSocket broke");
        }
        catch (ObjectDisposedException)
        {
            session.Abort("the WebSocket broke");
        }
    }

    private async Task SendAsync(WebSocket socket, EnginePacket packet, CancellationToken stop)
    {
        if (packet.IsBinary && !_onlyText)
        {
            await socket.SendAsync(packet.Data, WebSocketMessageType.Binary, endOfMessage: true, stop);
            return;
        }

        var output = new ArrayBufferWriter<byte>(packet.Data.Length + 1);
        PacketCodec.Encode(packet, output);
        await socket.SendAsync(output.WrittenMemory, WebSocketMessageType.Text, endOfMessage: true, stop);
    }

    /// <summary>The next message; null when the client closes the WebSocket.</summary>
    /// <exception cref="ProtocolException">It is too large.</exception>
    private async Task<SocketMessage?> ReadAsync(WebSocket socket, CancellationToken stop)
    {
        try
        {
            return await SocketMessages.ReadAsync(socket, budget, session.Options.MaxPayload, stop);
        }
        catch (MessageRefusedException refused)
        {
            throw new ProtocolException(refused.IsTooLarge ? $"a message of more than {session.Options.MaxPayload} bytes" : refused.Message);
        }
    }

    /// <exception cref="ProtocolException">It is none.</exception>
    private static EnginePacket Decode(SocketMessage message) =>
        message.Type == WebSocketMessageType.Binary ? EnginePacket.Binary(message.Bytes) : PacketCodec.Decode(message.Bytes);

    private static async Task SayGoodbyeAsync(WebSocket socket, string reason, CancellationToken stop)
    {
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.PolicyViolation, Encoding.ASCII.GetString(Encoding.ASCII.GetBytes(reason)[..Math.Min(reason.Length, LongestReason)]), stop);
            }
        }
        catch (Exception over) when (over is OperationCanceledException or WebSocketException)
        {
            // It knows anyway.
        }
    }
}
