using System.Text.Json;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Live;

/// <summary>The whole flow with the npm packages <c>socket.io-client</c> and <c>ws</c>, as they are; <c>./hotcell test</c> installs them.</summary>
public sealed class ForeignLiveClientTests(ServerFixture server) : IClassFixture<LeavesNothing<ServerFixture>>
{
    [Fact]
    public async Task Somebody_plays_a_guessing_game()
    {
        var said = await RunAsync("live.js");

        foreach (var transport in new[] { "polling", "websocket", "polling+websocket" })
        {
            var played = said[transport];
            Assert.True(played.TryGetProperty("status", out _), played.ToString());
            Assert.Equal("start|guess? too low\nguess? too high\nguess? right\n", played.Text("seen"));
            Assert.Equal(("success", 0, true), (played.Text("status"), played.Number("exitCode"), played.At("same").GetBoolean()));
        }

        Assert.Equal(("cancelled", "Cancelled"), (said["stopped"].Text("status"), said["stopped"].Text("verdict")));
        Assert.Equal(("string", "taken"), (said["acknowledged"].Text("id"), said["acknowledged"].Text("input")));
    }

    [Fact]
    public async Task Somebody_plays_it_over_a_plain_WebSocket_and_goes_on_after_a_lost_connection()
    {
        var said = await RunAsync("socket.js");
        var played = said["played"];
        Assert.Equal(("guess? too low\nguess? too high\nguess? right\n", "Ok", 1000), (played.Text("text"), played.Text("verdict"), played.Number("code")));
        Assert.Equal("queued started finished", played.Text("states"));
        Assert.Equal(("guess? right\n", "Ok", "resumed"), (said["resumed"].Text("text"), said["resumed"].Text("verdict"), said["resumed"].Text("first")));
        Assert.Equal(("language", 1008), (said["refused"].Text("fields"), said["refused"].Number("code")));
    }

    /// <summary>Runs a script and returns what it has said, by its names.</summary>
    private async Task<Dictionary<string, JsonElement>> RunAsync(string name)
    {
        var modules = Environment.GetEnvironmentVariable("HOTCELL_SOCKETIO_MODULES");
        Assert.True(Directory.Exists(modules), $"HOTCELL_SOCKETIO_MODULES names no folder ('{modules}'). Run the tests with ./hotcell test, which installs them.");
        var script = Path.Combine(Machine.Repository, "test", "Integration", "Live", "clients", "node", name);
        await using var client = Child.Start("node", [script, server.Client.BaseAddress!.ToString()], new Dictionary<string, string?> { ["NODE_PATH"] = modules });
        var code = await client.WaitForExitAsync(TimeSpan.FromMinutes(2));
        Assert.True(code == 0, client.Log);
        return client.Log.Split('\n').Where(line => line.StartsWith("{\"what\"", StringComparison.Ordinal)).Select(line => JsonDocument.Parse(line).RootElement)
            .ToDictionary(line => line.Text("what")!, line => line.At("value"));
    }
}
