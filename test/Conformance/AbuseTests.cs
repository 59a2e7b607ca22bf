using System.Net;
using System.Net.WebSockets;
using System.Text;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Conformance;

/// <summary>What the public suites do not try: bounds, half-done upgrades, and reasons that a client can read.</summary>
public sealed class AbuseTests(EchoServer.Silent server) : IClassFixture<EchoServer.Silent>
{
    [Theory]
    [InlineData("/engine.io/?transport=polling", 5)]
    [InlineData("/engine.io/?EIO=3&transport=polling", 5)]
    [InlineData("/engine.io/?EIO=4&transport=webtransport", 0)]
    [InlineData("/engine.io/?EIO=4&transport=polling&sid=nobody", 1)]
    [InlineData("/engine.io/?EIO=4&transport=websocket", 3)]
    public async Task A_wrong_request_is_refused_with_the_numbers_that_clients_know(string path, int code)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        using var response = await http.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.StartsWith($"{{\"code\":{code},\"message\":\"", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(1_000_000, true)]
    [InlineData(1_000_001, false)]
    public async Task A_message_has_a_largest_size(int size, bool fits)
    {
        using var socket = await ConnectAsync("/engine.io/?EIO=4&transport=websocket");
        await socket.SendAsync(new byte[size], WebSocketMessageType.Binary, endOfMessage: true, default);
        if (fits)
        {
            Assert.Equal(size, (await ReceiveAsync(socket)).Length);
        }
        else
        {
            Assert.Equal("a message of more than 1000000 bytes", await ClosedAsync(socket));
        }
    }

    [Theory]
    [InlineData("4[\"no connect first\"]", "a Socket.IO packet of an unknown type")]
    [InlineData("42[\"message\"]", "a packet for a namespace that the client is not connected to")]
    [InlineData("40,40", "a payload that is not JSON")]
    [InlineData("2probe", "a packet that a client does not send")]
    public async Task The_close_frame_says_why(string text, string reason)
    {
        using var socket = await ConnectAsync("/socket.io/?EIO=4&transport=websocket");
        await SendAsync(socket, text);
        Assert.Equal(reason, await ClosedAsync(socket));
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, socket.CloseStatus);
    }

    [Fact]
    public async Task Attachments_come_when_they_are_expected_and_are_not_larger_than_a_message()
    {
        using var uninvited = await ConnectedAsync();
        await uninvited.SendAsync(new byte[1], WebSocketMessageType.Binary, endOfMessage: true, default);
        Assert.Equal("an attachment that nobody expects", await ClosedAsync(uninvited));

        using var missing = await ConnectedAsync();
        await SendAsync(missing, "451-[\"message\"]");
        await SendAsync(missing, "42[\"message\"]");
        Assert.Equal("a packet where an attachment was expected", await ClosedAsync(missing));

        using var large = await ConnectedAsync();
        await SendAsync(large, "452-[\"message\"]");
        await large.SendAsync(new byte[600_000], WebSocketMessageType.Binary, endOfMessage: true, default);
        await large.SendAsync(new byte[600_000], WebSocketMessageType.Binary, endOfMessage: true, default);
        Assert.Contains("an event of more than 1000000 bytes", await ClosedAsync(large));
    }

    [Fact]
    public async Task A_probe_that_comes_to_nothing_leaves_the_session_polling()
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        var sid = await OpenAsync(http);
        using (var socket = new ClientWebSocket())
        {
            await socket.ConnectAsync(new Uri($"ws://{server.Address.Authority}/engine.io/?EIO=4&transport=websocket&sid={sid}"), default);
            await SendAsync(socket, "2probe");
            Assert.Equal("3probe", Encoding.UTF8.GetString(await ReceiveAsync(socket)));
            await SendAsync(socket, "4not an upgrade");
            Assert.Equal("no probe", await ClosedAsync(socket));
        }

        using var posted = await http.PostAsync($"/engine.io/?EIO=4&transport=polling&sid={sid}", new StringContent("4still"), TestContext.Current.CancellationToken);
        Assert.Equal("ok", await posted.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("4still", await http.GetStringAsync($"/engine.io/?EIO=4&transport=polling&sid={sid}", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_client_that_breaks_off_or_floods_takes_nobody_along()
    {
        // Of its own: at the other, sessions of other tests are left, which nobody closes.
        await using var alone = new EchoServer.Silent();
        await alone.InitializeAsync();
        using var other = await ConnectedAsync(alone);
        for (var i = 0; i < 20; i++)
        {
            var broken = await ConnectedAsync(alone);
            await broken.SendAsync(new byte[10], WebSocketMessageType.Text, endOfMessage: false, default);
            broken.Abort();
            broken.Dispose();
            var flooding = await ConnectedAsync(alone);
            for (var j = 0; j < 200; j++)
            {
                await SendAsync(flooding, "42[\"message\",\"" + new string('x', 1000) + "\"]");
            }

            // It has read nothing of what came back.
            flooding.Abort();
            flooding.Dispose();
        }

        await SendAsync(other, "42[\"message\",1]");
        Assert.Equal("42[\"message-back\",1]", Encoding.UTF8.GetString(await ReceiveAsync(other)));
        await Eventually.HoldsAsync(() => alone.Sessions.Count == 1, "no session is left but the other's");
        await other.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);
        await Eventually.HoldsAsync(() => alone.Sessions.Count == 0, "no session is left");
    }

    private Task<ClientWebSocket> ConnectAsync(string path) => ConnectAsync(server, path);

    private Task<ClientWebSocket> ConnectedAsync() => ConnectedAsync(server);

    private static async Task<ClientWebSocket> ConnectAsync(EchoServer server, string path)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://{server.Address.Authority}{path}"), default);
        Assert.StartsWith("0{", Encoding.UTF8.GetString(await ReceiveAsync(socket)));
        return socket;
    }

    private static async Task<ClientWebSocket> ConnectedAsync(EchoServer server)
    {
        var socket = await ConnectAsync(server, "/socket.io/?EIO=4&transport=websocket");
        await SendAsync(socket, "40");
        Assert.StartsWith("40{", Encoding.UTF8.GetString(await ReceiveAsync(socket)));
        Assert.StartsWith("42[\"auth\"", Encoding.UTF8.GetString(await ReceiveAsync(socket)));
        return socket;
    }

    private static async Task<string> OpenAsync(HttpClient http)
    {
        var open = await http.GetStringAsync("/engine.io/?EIO=4&transport=polling", TestContext.Current.CancellationToken);
        return open.Split("\"sid\":\"")[1].Split('"')[0];
    }

    private static Task SendAsync(ClientWebSocket socket, string text) => socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, default);

    private static async Task<string?> ClosedAsync(ClientWebSocket socket)
    {
        while (socket.State == WebSocketState.Open)
        {
            await ReceiveAsync(socket);
        }

        return socket.CloseStatusDescription;
    }

    private static async Task<byte[]> ReceiveAsync(ClientWebSocket socket)
    {
        using var late = new CancellationTokenSource(Machine.Patience * TimeSpan.FromSeconds(20));
        var buffer = new byte[64 * 1024];
        var message = new MemoryStream();
        WebSocketReceiveResult received;
        do
        {
            received = await socket.ReceiveAsync(buffer, late.Token);
            message.Write(buffer, 0, received.Count);
        }
        while (!received.EndOfMessage);
        return message.ToArray();
    }
}
