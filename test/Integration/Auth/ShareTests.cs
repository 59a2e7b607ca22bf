using System.Net;
using System.Text.Json;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Auth;

/// <summary>What several keys have of one server.</summary>
public sealed class ShareTests
{
    private static readonly object s_nap = new { language = "bash", code = "sleep 1" };

    private static readonly object s_sleep = new { language = "bash", code = "sleep 30", limits = new { wall_time_ms = 60_000 } };

    [Fact]
    public async Task One_keys_crowd_does_not_hold_up_another_keys_single_request()
    {
        await using var keyed = new KeyedServer { Options = ["--max-running", "1", "--max-waiting", "400", "--rate", "off"] };
        await keyed.InitializeAsync();
        var crowd = await keyed.AddAsync("crowd");
        var requests = Enumerable.Range(0, 100).Select(_ => keyed.PostAsync(crowd, "/api/v1/executions", s_nap)).ToList();
        await WaitAsync(keyed, waiting: 90);

        using var single = await keyed.PostAsync(keyed.Key, "/api/v1/executions", new { language = "bash", code = "echo single" });

        Assert.Equal(HttpStatusCode.OK, single.StatusCode);
        Assert.True(requests.Count(request => request.IsCompleted) < 50, "The single request came after half of the crowd.");
    }

    [Fact]
    public async Task A_key_runs_no_more_than_its_concurrency_at_once()
    {
        await using var keyed = new KeyedServer { Options = ["--max-running", "8"] };
        await keyed.InitializeAsync();
        var narrow = await keyed.AddAsync("narrow", "--concurrency", "2");
        var requests = Enumerable.Range(0, 5).Select(_ => keyed.PostAsync(narrow, "/api/v1/executions", s_sleep)).ToList();
        await WaitAsync(keyed, waiting: 3);
        Assert.Equal(2, Queue(keyed.Server).Number("running"));

        using var other = await keyed.PostAsync(keyed.Key, "/api/v1/executions", new { language = "bash", code = "" });
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.DoesNotContain(requests, request => request.IsCompleted);
    }

    [Theory]
    [InlineData("/api/v1/executions", "title")]
    [InlineData("/api/v1/execute", "title")]
    [InlineData("/api/execute", "error")]
    [InlineData("/execute", "status")]
    public async Task A_full_queue_is_told_at_once_in_each_dialects_shape(string path, string shape)
    {
        await using var server = new ServerFixture { Options = ["--max-running", "1", "--max-waiting", "0"] };
        await server.InitializeAsync();
        using var enough = new CancellationTokenSource();
        var running = server.PostAsync("/api/v1/executions", s_sleep, enough.Token);
        await Eventually.HoldsAsync(() => Queue(server).Number("running") > 0, "a program runs");

        using var refused = await server.PostAsync(path, new { language = "bash", code = "" });

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter?.Delta);
        Assert.NotEmpty(JsonDocument.Parse(await refused.Content.ReadAsStringAsync()).RootElement.Text(shape)!);
        Assert.False(running.IsCompleted);
        await enough.CancelAsync();
    }

    private static Task WaitAsync(KeyedServer keyed, int waiting) => Eventually.HoldsAsync(() => Queue(keyed.Server).Number("waiting") >= waiting, $"{waiting} wait");

    private static JsonElement Queue(ServerFixture server)
    {
        using var stream = server.Client.Send(new HttpRequestMessage(HttpMethod.Get, "/health")).Content.ReadAsStream();
        return JsonDocument.Parse(stream).RootElement.At("queue").Clone();
    }
}
