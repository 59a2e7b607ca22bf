using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Primitives;

namespace Hotcell.Server.SocketIo;

/// <summary>One namespace of the server, as the application makes it.</summary>
internal interface INamespace
{
    /// <summary>Whether a client may connect; and what takes its events from then on.</summary>
    /// <param name="auth">An object: what the client sent along.</param>
    /// <exception cref="ConnectRefusedException">It may not.</exception>
    ISocketHandler Connect(ClientSocket socket, JsonElement auth);
}

/// <summary>What takes the events of one client in one namespace, one after the other.</summary>
internal interface ISocketHandler
{
    /// <summary>The client knows that it is connected. Before any event.</summary>
    ValueTask ConnectedAsync();

    /// <exception cref="EngineIo.ProtocolException">Ends the whole connection.</exception>
    ValueTask ReceiveAsync(SocketEvent received);

    /// <summary>It has left. Called once, while an event may still be being taken.</summary>
    void Left();
}

/// <summary>The HTTP request with which a connection began.</summary>
internal sealed record SocketHandshake(IPAddress? Address, IHeaderDictionary Headers)
{
    public static SocketHandshake Of(HttpContext context) => new(context.Connection.RemoteIpAddress, new HeaderDictionary(new Dictionary<string, StringValues>(context.Request.Headers, StringComparer.OrdinalIgnoreCase)));
}

/// <summary>A client may not connect to a namespace.</summary>
/// <param name="data">Writes the JSON of what else the client is told; null for nothing.</param>
internal sealed class ConnectRefusedException(string message, Action<System.Buffers.IBufferWriter<byte>>? data = null) : Exception(message)
{
    public Action<System.Buffers.IBufferWriter<byte>>? ExtraData => data;
}
