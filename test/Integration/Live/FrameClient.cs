using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Live;

/// <summary>A client of <c>/api/v1/executions/live</c> that sends and sees exactly what a test wants.</summary>
internal sealed class FrameClient : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = Machine.Patience * TimeSpan.FromSeconds(30);

    private readonly ClientWebSocket _socket = new();

    /// <summary>By a terminal, and nobody has asked for it yet.</summary>
    private string _shown = "";

    /// <summary>Bytes of output so far.</summary>
    public long Offset { get; private set; }

    /// <summary>How the server has closed it.</summary>
    public (int? Code, string? Reason) Closed => ((int?)_socket.CloseStatus, _socket.CloseStatusDescription);

    public static async Task<FrameClient> ConnectAsync(ServerFixture server, params IEnumerable<(string Name, string Value)> headers)
    {
        var client = new FrameClient();
        foreach (var (name, value) in headers)
        {
            client._socket.Options.SetRequestHeader(name, value);
        }

        using var late = new CancellationTokenSource(s_patience);
        await client._socket.ConnectAsync(new Uri($"ws://{server.Client.BaseAddress!.Authority}/api/v1/executions/live"), late.Token);
        return client;
    }

    /// <summary>Connected, and with a program that waits for its turn.</summary>
    public static async Task<(FrameClient Client, string Id)> StartAsync(ServerFixture server, string language, string code)
    {
        var client = await ConnectAsync(server);
        return (client, await client.StartAsync(new { type = "start", language, code }));
    }

    public async Task<string> StartAsync(object start)
    {
        await SendAsync(start);
        return (await ExpectAsync("queued")).Text("id")!;
    }

    /// <summary>Another connection to the same program.</summary>
    public static async Task<(FrameClient Client, JsonElement Resumed)> ResumeAsync(ServerFixture server, string id, long since)
    {
        var client = await ConnectAsync(server);
        await client.SendAsync(new { type = "resume", id, since });
        return (client, await client.ExpectAsync("resumed"));
    }

    public Task SendAsync(object frame) => SendTextAsync(JsonSerializer.Serialize(frame));

    public Task SendTextAsync(string text) => _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, default);

    public Task InputAsync(string text) => InputAsync(Encoding.UTF8.GetBytes(text));

    public Task InputAsync(byte[] bytes) => _socket.SendAsync(bytes, WebSocketMessageType.Binary, endOfMessage: true, default);

    public Task SignalAsync(string signal) => SendAsync(new { type = "signal", signal });

    /// <summary>The next message: a frame; or output, with its channel. Neither, when the server has closed.</summary>
    public async Task<(JsonElement? Frame, int Channel, byte[] Output)> NextAsync()
    {
        using var late = new CancellationTokenSource(s_patience);
        var buffer = new byte[64 * 1024];
        var message = new MemoryStream();
        while (true)
        {
            var received = await _socket.ReceiveAsync(buffer.AsMemory(), late.Token);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return (null, 0, []);
            }

            message.Write(buffer, 0, received.Count);
            if (!received.EndOfMessage)
            {
                continue;
            }

            var bytes = message.ToArray();
            if (received.MessageType == WebSocketMessageType.Text)
            {
                return (JsonDocument.Parse(bytes).RootElement, 0, []);
            }

            Offset += bytes.Length - 1;
            return (null, bytes[0], bytes[1..]);
        }
    }

    /// <summary>The next frame that tells more than a state of the program, or has this type.</summary>
    public async Task<JsonElement> ExpectAsync(string type)
    {
        while (true)
        {
            var (frame, channel, output) = await NextAsync();
            Assert.True(frame is not null, $"{type} expected; closed with {Closed}, or output: {channel} {Encoding.UTF8.GetString(output)}");
            var seen = frame.Value.Text("type");
            if (seen == type)
            {
                return frame.Value;
            }

            Assert.True(seen is "queued" or "compiling" or "compiled" or "started", frame.Value.ToString());
        }
    }

    /// <summary>Output, also in many pieces, that is this in the end. States of the program may come before.</summary>
    public async Task ExpectOutputAsync(string expected, int channel = 1)
    {
        var text = "";
        while (text.Length < expected.Length)
        {
            var (frame, seen, output) = await NextAsync();
            Assert.True(frame is null || frame.Value.Text("type") is "queued" or "compiling" or "compiled" or "started", frame.ToString());
            Assert.True(frame is not null || channel == seen, $"{Closed}");
            text += Encoding.UTF8.GetString(output);
        }

        Assert.Equal(expected, text);
    }

    /// <summary>Output of a terminal until this has come, and that; what comes behind it is for the next call. States of the program may come before.</summary>
    public async Task<string> ShowsAsync(string expected)
    {
        int at;
        while ((at = _shown.IndexOf(expected, StringComparison.Ordinal)) < 0)
        {
            var (frame, channel, output) = await NextAsync();
            Assert.True(frame?.Text("type") is null or "queued" or "compiling" or "compiled" or "started", $"{frame} instead of {expected}, after: {_shown}");
            Assert.True(frame is not null || channel == 1, $"{channel} or {Closed} instead of {expected}, after: {_shown}");
            _shown += Encoding.UTF8.GetString(output);
        }

        var text = _shown[..(at + expected.Length)];
        _shown = _shown[text.Length..];
        return text;
    }

    /// <summary>All output until the end, and that; then the server closes.</summary>
    public async Task<(string Output, JsonElement Execution)> FinishAsync()
    {
        var text = new MemoryStream();
        while (true)
        {
            var (frame, channel, output) = await NextAsync();
            text.Write(output);
            Assert.True(frame is not null || channel > 0, $"closed with {Closed}");
            if (frame?.Text("type") == "finished")
            {
                Assert.Equal((1000, "finished"), await ClosedAsync());
                return (Encoding.UTF8.GetString(text.ToArray()), frame.Value.At("execution"));
            }
        }
    }

    /// <summary>The error that comes next, after which the server closes.</summary>
    public async Task<JsonElement> ExpectRefusalAsync(int status, int code)
    {
        var problem = (await ExpectAsync("error")).At("problem");
        Assert.Equal((status, code), (problem.Number("status"), (await ClosedAsync()).Code ?? 0));
        return problem;
    }

    /// <summary>Reads until the server closes, and answers that.</summary>
    public async Task<(int? Code, string? Reason)> ClosedAsync()
    {
        while (_socket.State == WebSocketState.Open)
        {
            await NextAsync();
        }

        if (_socket.State == WebSocketState.CloseReceived)
        {
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default);
        }

        return Closed;
    }

    /// <summary>Says goodbye.</summary>
    public Task LeaveAsync(int code = 1000) => _socket.CloseOutputAsync((WebSocketCloseStatus)code, null, default);

    /// <summary>Goes away without a word.</summary>
    public void Abort() => _socket.Abort();

    /// <summary>Says goodbye, so that a program which still runs ends at once and not after its grace.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_socket.State == WebSocketState.Open)
        {
            await LeaveAsync();
        }

        _socket.Dispose();
    }
}
