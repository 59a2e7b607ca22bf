using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using Hotcell.Server.Http;

namespace Hotcell.Server.Api.Executions.Live;

/// <summary>A WebSocket that two may send on, and that is closed once, with a reason.</summary>
internal sealed class FrameSocket(WebSocket socket, BodyBudget budget, TimeProvider time) : IDisposable
{
    /// <summary>How long the client may take to answer a close frame.</summary>
    private static readonly TimeSpan s_goodbye = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _sending = new(1);
    private readonly CancellationTokenSource _aborted = new(Timeout.InfiniteTimeSpan, time);
    private bool _closed;

    /// <summary>It is over, or has to be.</summary>
    public CancellationToken Aborted => _aborted.Token;

    /// <summary>What the client has closed it with; null when it has not.</summary>
    public WebSocketCloseStatus? ClosedWith => socket.State is WebSocketState.CloseReceived or WebSocketState.Closed ? socket.CloseStatus : null;

    /// <inheritdoc cref="SocketMessages.ReadAsync"/>
    public Task<SocketMessage?> ReceiveAsync(int most) => SocketMessages.ReadAsync(socket, budget, most, Aborted);

    /// <summary>Waits while the client does not take what it is sent. False, and nothing is sent, once the close frame was.</summary>
    public async Task<bool> TrySendAsync(ReadOnlyMemory<byte> message, bool isBinary)
    {
        await _sending.WaitAsync(Aborted);
        try
        {
            if (_closed)
            {
                return false;
            }

            await socket.SendAsync(message, isBinary ? WebSocketMessageType.Binary : WebSocketMessageType.Text, endOfMessage: true, Aborted);
            return true;
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Sends the close frame, if nobody has. The client has a moment to answer it, and what it sends meanwhile is to be read.</summary>
    public async Task CloseAsync(LiveClose close)
    {
        _aborted.CancelAfter(s_goodbye);
        await _sending.WaitAsync(Aborted);
        try
        {
            if (!_closed)
            {
                _closed = true;
                await socket.CloseOutputAsync(close.Status, close.Reason, Aborted);
            }
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Reads until the client has closed it, too: a connection that is dropped with something unread in it takes the reason along.</summary>
    public async Task DiscardAsync()
    {
        var nowhere = ArrayPool<byte>.Shared.Rent(4096);
        try
        {
            while ((await socket.ReceiveAsync(nowhere.AsMemory(), Aborted)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(nowhere);
        }
    }

    public void Abort() => _aborted.Cancel();

    public void Dispose()
    {
        _aborted.Dispose();
        _sending.Dispose();
    }
}
