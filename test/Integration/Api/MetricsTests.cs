using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Hotcell.Integration.Auth;
using Hotcell.Integration.Live;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Api;

/// <summary><c>GET /metrics</c>.</summary>
public sealed class MetricsTests
{
    private const string Path = "/metrics";
    private const string Executions = "/api/v1/executions";

    [Fact]
    public async Task Tells_what_ran_how_it_ended_and_how_long_it_took()
    {
        await using var server = new ServerFixture { Options = ["--ready-time", "2"] }; // with a compile cache
        await server.InitializeAsync();
        Assert.DoesNotContain("hotcell_executions_total", await server.Client.GetStringAsync(Path), StringComparison.Ordinal);
        await PostAsync(server.Client, """{"language":"bash","code":"exit 3"}""");
        await PostAsync(server.Client, """{"language":"sh","code":"echo secret-of-the-program"}""");
        await PostAsync(server.Client, """{"language":"c","code":"int main(void) { return 0; }"}""");
        await PostAsync(server.Client, """{"language":"c","code":"int main(void) { return 0; }"}""");
        await PostAsync(server.Client, """{"language":"no such language","code":"x"}""");

        using var response = await server.Client.GetAsync(Path);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        var text = "\n" + await response.Content.ReadAsStringAsync();
        foreach (var line in (string[])
        [
            "hotcell_executions_total{language=\"bash\",verdict=\"RuntimeError\"} 1",
            "hotcell_executions_total{language=\"bash\",verdict=\"Ok\"} 1",
            "hotcell_executions_total{language=\"c\",verdict=\"Ok\"} 2",
            "hotcell_executions_rejected_total{reason=\"Invalid\"} 1",
            "hotcell_stages_total{language=\"c\",stage=\"compile\",start=\"cached\"} 1",
            "hotcell_execution_duration_seconds_count{language=\"c\",stage=\"compile\"} 1",
            "hotcell_execution_duration_seconds_count{language=\"c\",stage=\"run\"} 2",
            "hotcell_execution_duration_seconds_bucket{language=\"bash\",stage=\"total\",le=\"+Inf\"} 2",
            "hotcell_execution_peak_memory_bytes_count{language=\"bash\"} 2",
            "hotcell_executions_running 0",
            "hotcell_executions_queued 0",
            "hotcell_warden_connected 1",
        ])
        {
            Assert.Contains($"\n{line}\n", text, StringComparison.Ordinal);
        }

        Assert.Contains("\nhttp_server_request_duration_seconds_count{", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tells_of_all_cells_and_of_those_that_were_ready_when_they_were_taken()
    {
        const string Unbooted = """{"language":"bash","code":":","env":{"OWN":"1"}}""";
        await using var server = new ServerFixture { Options = ["--ready-time", "600"] };
        await server.InitializeAsync();
        await PostAsync(server.Client, Unbooted);
        Assert.Contains("\nhotcell_pool_takes_total{kind=\"ready\",result=\"hit\"} 0\n", await server.Client.GetStringAsync(Path), StringComparison.Ordinal);
        await HoldsAsync(async () =>
        {
            await PostAsync(server.Client, Unbooted);
            return Value(await server.Client.GetStringAsync(Path), "hotcell_pool_takes_total{kind=\"ready\",result=\"hit\"}") > 0;
        });

        await using var client = await LiveClient.ConnectAsync(server);
        await client.ExecuteAsync(new { language = "bash", code = "echo begun; read -r line" });
        await client.ExpectOutputAsync("begun\n");
        await HoldsAsync(async () => JsonElement.Parse(await server.Client.GetStringAsync("/api/system")).At("cells", "busy").GetInt32() == 1);
        await HoldsAsync(async () =>
        {
            var text = await server.Client.GetStringAsync(Path);
            return Value(text, "hotcell_cells_ready") > 0 && Value(text, "hotcell_cells_alive") == Value(text, "hotcell_cells_ready") + 1;
        });
    }

    [Fact]
    public async Task Is_for_operators()
    {
        await using var keyed = new KeyedServer();
        await keyed.InitializeAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, (await keyed.GetAsync(null, Path)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await keyed.GetAsync(await keyed.AddAsync("user"), Path)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await keyed.GetAsync(await keyed.AddAsync("watcher", "--role", "operator"), Path)).StatusCode);
    }

    private static async Task HoldsAsync(Func<Task<bool>> holds)
    {
        using var late = new CancellationTokenSource(Machine.Patience * TimeSpan.FromSeconds(20));
        while (!await holds())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), late.Token);
        }
    }

    private static double Value(string text, string series) =>
        double.Parse(text.Split('\n').Single(line => line.StartsWith(series + " ", StringComparison.Ordinal))[series.Length..], CultureInfo.InvariantCulture);

    private static async Task PostAsync(HttpClient client, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(Executions, content);
    }
}
