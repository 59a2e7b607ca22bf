using System.Net.WebSockets;

namespace Hotcell.Unit.Server;

/// <summary>A client that says one thing, and is gone when it is answered.</summary>
internal sealed class BrokenSocket(byte[] says) : WebSocket
{
    private byte[] _left = says;

    public bool Sent { get; private set; }

    public override WebSocketCloseStatus? CloseStatus => null;

    public override string? CloseStatusDescription => null;

    public override WebSocketState State => Sent ? WebSocketState.Aborted : WebSocketState.Open;

    public override string? SubProtocol => null;

    public override Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken)
    {
        var count = Math.Min(buffer.Count, _left.Length);
        _left.AsSpan(0, count).CopyTo(buffer);
        _left = _left[count..];
        return Sent ? throw new WebSocketException(WebSocketError.ConnectionClosedPrematurely) : Task.FromResult(new WebSocketReceiveResult(count, WebSocketMessageType.Text, _left.Length == 0));
    }

    public override Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken)
    {
        Sent = true;
        throw new WebSocketException(WebSocketError.ConnectionClosedPrematurely);
    }

    public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => throw new WebSocketException();

    public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => throw new WebSocketException();

    public override void Abort()
    {
    }

    public override void Dispose()
    {
    }
}
