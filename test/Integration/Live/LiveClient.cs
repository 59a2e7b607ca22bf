using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Live;

/// <summary>Just enough of a Socket.IO client to send and see exactly what a test wants, over a WebSocket.</summary>
internal sealed class LiveClient : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = Machine.Patience * TimeSpan.FromSeconds(30);

    private readonly ClientWebSocket _socket = new();
    private readonly Queue<(string Name, JsonElement Value)> _seen = new();

    /// <summary>By a terminal, and nobody has asked for it yet.</summary>
    private string _shown = "";

    /// <summary>Connected, and let in.</summary>
    public static async Task<LiveClient> ConnectAsync(ServerFixture server, object? auth = null, params IEnumerable<(string Name, string Value)> headers)
    {
        var client = await OpenAsync(server, headers);
        await client.SendAsync("40" + (auth is null ? "" : JsonSerializer.Serialize(auth)));
        var answer = await client.ReceiveAsync();
        Assert.StartsWith("40{\"sid\":", answer);
        return client;
    }

    /// <summary>Connected, and not yet in any namespace.</summary>
    public static async Task<LiveClient> OpenAsync(ServerFixture server, params IEnumerable<(string Name, string Value)> headers)
    {
        var client = new LiveClient();
        foreach (var (name, value) in headers)
        {
            client._socket.Options.SetRequestHeader(name, value);
        }

        using var late = new CancellationTokenSource(s_patience);
        await client._socket.ConnectAsync(new Uri($"ws://{server.Client.BaseAddress!.Authority}/socket.io/?EIO=4&transport=websocket"), late.Token);
        Assert.StartsWith("0{\"sid\":", await client.ReceiveAsync());
        return client;
    }

    public Task SendAsync(string text) => _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, default);

    public Task EmitAsync(string name, object argument) => SendAsync("42" + JsonSerializer.Serialize(new[] { name, argument }));

    /// <summary>Starts a program and returns its id.</summary>
    public async Task<string> ExecuteAsync(object program)
    {
        await EmitAsync("execute-interactive", program);
        return (await ExpectAsync("execution-start")).Text("executionId")!;
    }

    public Task InputAsync(string executionId, string data) => EmitAsync("input", new { executionId, data });

    /// <summary>The next event, which has this name.</summary>
    public async Task<JsonElement> ExpectAsync(string name)
    {
        var (seen, value) = await NextAsync();
        Assert.True(seen == name, $"{seen} {value} instead of {name}");
        return value;
    }

    /// <summary>The next event.</summary>
    public async Task<(string Name, JsonElement Value)> NextAsync()
    {
        if (_seen.TryDequeue(out var seen))
        {
            return seen;
        }

        var text = await ReceiveAsync();
        Assert.StartsWith("42", text);
        var packet = JsonDocument.Parse(text[2..]).RootElement;
        return (packet[0].GetString()!, packet[1]);
    }

    /// <summary>Output of a terminal up to this, with it; what follows is kept for the next.</summary>
    public async Task<string> ShowsAsync(string expected)
    {
        int at;
        while ((at = _shown.IndexOf(expected, StringComparison.Ordinal)) < 0)
        {
            var (name, value) = await NextAsync();
            Assert.True(name == "output", $"{name} {value} instead of {expected}, after: {_shown}");
            Assert.False(value.TryGetProperty("type", out _), value.ToString());
            _shown += value.Text("data");
        }

        var text = _shown[..(at + expected.Length)];
        _shown = _shown[text.Length..];
        return text;
    }

    /// <summary>Output, also in many pieces, that is this in the end.</summary>
    public async Task ExpectOutputAsync(string expected, string? type = null)
    {
        var text = "";
        while (text.Length < expected.Length)
        {
            var output = await ExpectAsync("output");
            Assert.Equal(type, output.TryGetProperty("type", out var own) ? own.GetString() : null);
            text += output.Text("data");
        }

        Assert.Equal(expected, text);
    }

    /// <summary>All output until the end, and that.</summary>
    public async Task<(string Output, JsonElement Complete)> FinishAsync()
    {
        var text = new StringBuilder(_shown);
        while (true)
        {
            var (name, value) = await NextAsync();
            if (name == "execution-complete")
            {
                return (text.ToString(), value);
            }

            Assert.True(name == "output", $"{name} {value}");
            text.Append(value.Text("data"));
        }
    }

    /// <summary>The next packet that is no ping; those are answered.</summary>
    public async Task<string> ReceiveAsync()
    {
        using var late = new CancellationTokenSource(s_patience);
        while (await ReceiveAnyAsync(late.Token) is var text)
        {
            if (text != "2")
            {
                return text;
            }

            await SendAsync("3");
        }

        throw new InvalidOperationException();
    }

    /// <summary>Reads until the server closes, and returns why.</summary>
    public async Task<string?> ClosedAsync()
    {
        try
        {
            while (true)
            {
                await ReceiveAsync();
            }
        }
        catch (WebSocketException) when (_socket.State == WebSocketState.CloseReceived)
        {
            return _socket.CloseStatusDescription;
        }
    }

    /// <summary>Goes away without a word.</summary>
    public void Abort() => _socket.Abort();

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return default;
    }

    private async Task<string> ReceiveAnyAsync(CancellationToken late)
    {
        var buffer = new byte[64 * 1024];
        var text = new MemoryStream();
        while (true)
        {
            var received = await _socket.ReceiveAsync(buffer.AsMemory(), late);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                throw new WebSocketException($"closed: {_socket.CloseStatusDescription}");
            }

            text.Write(buffer, 0, received.Count);
            if (received.EndOfMessage)
            {
                return Encoding.UTF8.GetString(text.ToArray());
            }
        }
    }
}
