using System.Net.WebSockets;
using Hotcell.Integration.Auth;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Live;

/// <summary>Keys, places and the grace of interactive programs over a plain WebSocket.</summary>
public sealed class PlainSocketLimitTests : IAsyncLifetime
{
    private readonly KeyedServer _keyed = new() { Options = ["--max-interactive", "1:3", "--interactive-grace", "2", "--ready-time", "1"] };

    public ValueTask InitializeAsync() => _keyed.InitializeAsync();

    public ValueTask DisposeAsync() => _keyed.DisposeAsync();

    [Fact]
    public async Task A_key_comes_as_a_header_or_in_a_frame_before_all_others()
    {
        var wrong = await Assert.ThrowsAsync<WebSocketException>(() => FrameClient.ConnectAsync(_keyed.Server, ("X-API-Key", "hotcell_wrong")));
        Assert.Contains("401", wrong.Message);

        await using var nobody = await FrameClient.ConnectAsync(_keyed.Server);
        await nobody.SendAsync(new { type = "start", language = "bash", code = "id" });
        await nobody.ExpectRefusalAsync(401, 1008);

        await using var large = await FrameClient.ConnectAsync(_keyed.Server);
        await large.SendAsync(new { type = "start", language = "bash", code = new string(' ', 100_000) });
        await large.ExpectRefusalAsync(401, 1008);

        await using var guess = await FrameClient.ConnectAsync(_keyed.Server);
        await guess.SendAsync(new { type = "auth", key = "hotcell_wrong" });
        await guess.ExpectRefusalAsync(401, 1008);

        await using var header = await FrameClient.ConnectAsync(_keyed.Server, ("Authorization", $"Bearer {_keyed.Key}"));
        await header.StartAsync(new { type = "start", language = "bash", code = "echo in" });
        Assert.Equal("in\n", (await header.FinishAsync()).Output);
        await using var frame = await OpenAsync(_keyed.Key);
        await frame.StartAsync(new { type = "start", language = "bash", code = "echo in" });
        Assert.Equal("in\n", (await frame.FinishAsync()).Output);
    }

    [Fact]
    public async Task Another_key_cannot_come_back_to_a_program_and_nobody_who_comes_late()
    {
        await using var owner = await OpenAsync(_keyed.Key);
        var id = await owner.StartAsync(new { type = "start", language = "bash", code = "echo begun; sleep 600" });
        await owner.ExpectOutputAsync("begun\n");
        owner.Abort();

        await using var guest = await OpenAsync(await _keyed.AddAsync("guest"));
        await guest.SendAsync(new { type = "resume", id });
        await guest.ExpectRefusalAsync(404, 1008);

        // Nobody who may has come.
        await Eventually.HoldsAsync(() => Processes.Below(_keyed.Server.WardenId).Count == 0, "the program is ended after the grace");
        await using var late = await OpenAsync(_keyed.Key);
        await late.SendAsync(new { type = "resume", id });
        await late.ExpectRefusalAsync(404, 1008);
    }

    [Fact]
    public async Task One_program_too_many_is_to_be_tried_again_later()
    {
        await using var first = await OpenAsync(_keyed.Key);
        await first.StartAsync(new { type = "start", language = "bash", code = "echo begun; cat" });
        await first.ExpectOutputAsync("begun\n");
        await using var second = await OpenAsync(_keyed.Key);
        await second.SendAsync(new { type = "start", language = "bash", code = "cat" });
        await second.ExpectRefusalAsync(429, 1013);
    }

    private async Task<FrameClient> OpenAsync(string key)
    {
        var client = await FrameClient.ConnectAsync(_keyed.Server);
        await client.SendAsync(new { type = "auth", key });
        return client;
    }
}
