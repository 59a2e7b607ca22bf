using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Hotcell.Bench.Subjects;

/// <summary>As it is sent to begin with.</summary>
internal sealed record LiveStart(string Type, string Language, string Code, bool Tty);

/// <summary>A program that runs, and its client: what it has shown so far, and what it is told.</summary>
internal sealed class LiveRun : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly StringBuilder _shown = new();

    private LiveRun()
    {
    }

    /// <summary>Connects and sends the program; what becomes of it, the next call hears.</summary>
    public static async Task<LiveRun> StartAsync(Uri server, string language, string code, bool tty = false)
    {
        var run = new LiveRun();
        run._socket.Options.Proxy = null;
        await run._socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = "/api/v1/executions/live" }.Uri, CancellationToken.None);
        var start = JsonSerializer.SerializeToUtf8Bytes(new LiveStart("start", language, code, tty), BenchJson.Styled.LiveStart);
        await run._socket.SendAsync(start, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        return run;
    }

    public Task TypeAsync(string text) => _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);

    /// <summary>Waits until its output ends with this; takes it off, and gives what was before it.</summary>
    /// <exception cref="BenchException">It ended before.</exception>
    public async Task<string> WaitForAsync(string end)
    {
        while (!EndsWith(end))
        {
            await ReadAsync();
        }

        var shown = _shown.ToString()[..^end.Length];
        _shown.Clear();
        return shown;
    }

    /// <summary>Types, and waits for output that ends so.</summary>
    /// <returns>Milliseconds in between.</returns>
    public async Task<double> AskAsync(string typed, string end)
    {
        var begun = Stopwatch.GetTimestamp();
        await TypeAsync(typed);
        await WaitForAsync(end);
        return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
    }

    /// <summary>As when a tab is closed: the program is ended.</summary>
    public async Task LeaveAsync()
    {
        using var late = new CancellationTokenSource(s_patience);
        await _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, late.Token);
    }

    public void Dispose() => _socket.Dispose();

    private bool EndsWith(string end) => _shown.Length >= end.Length && _shown.ToString(_shown.Length - end.Length, end.Length) == end;

    private async Task ReadAsync()
    {
        using var late = new CancellationTokenSource(s_patience);
        var received = await _socket.ReceiveAsync(_buffer.AsMemory(), late.Token);
        var text = Encoding.UTF8.GetString(_buffer.AsSpan(0, received.Count));
        switch (received.MessageType)
        {
            case WebSocketMessageType.Binary:
                _shown.Append(text, 1, text.Length - 1);
                break;
            case WebSocketMessageType.Text when !text.Contains("\"finished\"", StringComparison.Ordinal) && !text.Contains("\"problem\"", StringComparison.Ordinal):
                break;
            default:
                throw new BenchException($"an interactive program ended: {text}{_socket.CloseStatusDescription}");
        }
    }
}
