using Hotcell.Integration.Auth;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Live;

/// <summary>What interactive programs may have, where that is little; and whose they are.</summary>
public sealed class InteractiveLimitTests : IAsyncLifetime
{
    private readonly KeyedServer _keyed = new()
    {
        Options = ["--max-interactive", "2:3", "--interactive-idle", "2", "--interactive-time", "30:60", "--max-running", "1", "--ready-time", "1"],
    };

    public ValueTask InitializeAsync() => _keyed.InitializeAsync();

    public ValueTask DisposeAsync() => _keyed.DisposeAsync();

    [Fact]
    public async Task Places_are_few_silence_ends_programs_and_batch_runs_are_not_held_up()
    {
        await using var client = await LiveClient.ConnectAsync(_keyed.Server, new { apiKey = _keyed.Key });
        var first = await StartAsync(client);
        await StartAsync(client);
        await client.EmitAsync("execute-interactive", new { language = "bash", code = "cat" });
        var error = await client.ExpectAsync("error");
        Assert.Contains("Too many interactive programs", error.Text("message"));
        Assert.InRange(error.Number("retryAfter"), 1, 60);

        // There is one place for all others, and it is free.
        using var response = await _keyed.PostAsync(_keyed.Key, "/api/v1/executions", new { language = "bash", code = "echo in" });
        Assert.Contains("in\\n", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        var (_, complete) = await client.FinishAsync();
        Assert.Equal(("timeout", "TimeLimit", 124), (complete.Text("status"), complete.Text("verdict"), complete.Number("exitCode")));
        await client.FinishAsync();
        await client.InputAsync(first, "x");
        await client.ExpectAsync("error");
    }

    [Fact]
    public async Task A_key_is_needed_and_may_come_in_either_way()
    {
        await using var nobody = await LiveClient.OpenAsync(_keyed.Server);
        await nobody.SendAsync("40");
        var refusal = await nobody.ReceiveAsync();
        Assert.StartsWith("44{\"message\":\"An API key is needed", refusal);
        await using var wrong = await LiveClient.OpenAsync(_keyed.Server);
        await wrong.SendAsync("40{\"apiKey\":\"hotcell_wrong\"}");
        Assert.StartsWith("44{\"message\":\"An API key is needed", await wrong.ReceiveAsync());

        await using var header = await LiveClient.ConnectAsync(_keyed.Server, null, ("X-API-Key", _keyed.Key));
        await StartAsync(header);
        await using var token = await LiveClient.ConnectAsync(_keyed.Server, new { token = _keyed.Key });
        await StartAsync(token);
    }

    [Fact]
    public async Task A_revoked_key_starts_nothing_more_and_rooms_are_its_own()
    {
        var secret = await _keyed.AddAsync("guest");
        await using var guest = await LiveClient.ConnectAsync(_keyed.Server, new { apiKey = secret });
        await using var owner = await LiveClient.ConnectAsync(_keyed.Server, new { apiKey = _keyed.Key });
        foreach (var client in new[] { guest, owner })
        {
            await client.SendAsync("420[\"join\",{\"roomId\":\"r\"}]");
            Assert.Equal("430[]", await client.ReceiveAsync());
        }

        using var response = await _keyed.PostAsync(_keyed.Key, "/api/rooms/r/execute", new { language = "bash", code = "echo secret" });
        Assert.True(response.IsSuccessStatusCode);
        await owner.ExpectAsync("execution-start");

        Assert.Equal(0, (await _keyed.ToolAsync("revoke", "guest")).Code);
        await guest.EmitAsync("execute-interactive", new { language = "bash", code = "cat" });
        Assert.Contains("An API key is needed", (await guest.ExpectAsync("error")).Text("message"));
    }

    private static async Task<string> StartAsync(LiveClient client)
    {
        var id = await client.ExecuteAsync(new { language = "bash", code = "echo begun; cat" });
        await client.ExpectOutputAsync("begun\n");
        return id;
    }
}
