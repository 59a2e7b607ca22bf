using System.Text.Json;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Conformance;

/// <summary>The npm package <c>socket.io-client</c>, as it is; <c>./hotcell test</c> installs it.</summary>
public sealed class NodeClientTests(EchoServer.Patient server) : IClassFixture<EchoServer.Patient>
{
    [Fact]
    public async Task The_npm_client_speaks_with_us_by_every_transport()
    {
        var modules = Environment.GetEnvironmentVariable("HOTCELL_SOCKETIO_MODULES");
        Assert.True(Directory.Exists(modules), $"HOTCELL_SOCKETIO_MODULES names no folder ('{modules}'). Run the tests with ./hotcell test, which installs them.");
        var script = Path.Combine(Machine.Repository, "test", "Conformance", "clients", "node", "echo.js");
        await using var client = Child.Start("node", [script, server.Address.ToString().TrimEnd('/')], new Dictionary<string, string?> { ["NODE_PATH"] = modules });
        var code = await client.WaitForExitAsync(TimeSpan.FromMinutes(1));
        Assert.True(code == 0, client.Log);
        var said = client.Log.Split('\n').Where(line => line.StartsWith("{\"what\"", StringComparison.Ordinal)).Select(line => JsonDocument.Parse(line).RootElement)
            .ToDictionary(line => line.GetProperty("what").GetString()!, line => line.GetProperty("value"));

        AssertEchoed(said["polling"], "polling", """{"token":"1"}""");
        AssertEchoed(said["websocket"], "websocket", "{}");
        AssertEchoed(said["upgrade"], "websocket", "{}");
        Assert.Equal("""["after"]""", said["upgrade"].GetProperty("after").GetRawText());
        AssertEchoed(said["base64"], "websocket", "{}");
        Assert.Equal("""{"auth":{"token":"abc"},"back":"custom","still":"main"}""", said["namespaces"].GetRawText());
        Assert.Equal("Invalid namespace", said["unknown namespace"].GetProperty("message").GetString());
        Assert.Equal("Not authorized", said["no entry"].GetProperty("message").GetString());
        Assert.Equal("""{"status":401}""", said["no entry"].GetProperty("data").GetRawText());
        Assert.All(["unknown event", "too large", "bug"], (Action<string>)(what => Assert.Equal("transport close", said[what].GetProperty("reason").GetString())));
        Assert.Contains(said["too large by polling"].GetProperty("reason").GetString(), (string[])["transport error", "transport close"]);
        await Eventually.HoldsAsync(() => server.Sessions.Count == 0, "no session is left");
    }

    private static void AssertEchoed(JsonElement said, string transport, string auth)
    {
        Assert.Equal(auth, said.GetProperty("auth").GetRawText());
        Assert.Equal("""[1,"zwölf",{"three":[true,null]}]""", said.GetProperty("back").GetRawText());
        Assert.Equal("""["first","0001feff","0001feff"]""", said.GetProperty("binary").GetRawText());
        Assert.Equal("a", said.GetProperty("ack").GetString());
        Assert.True(said.GetProperty("large").GetBoolean());
        Assert.True(said.GetProperty("alive").GetBoolean());
        Assert.Equal(transport, said.GetProperty("transport").GetString());
        Assert.Equal("io client disconnect", said.GetProperty("ended").GetString());
    }
}
