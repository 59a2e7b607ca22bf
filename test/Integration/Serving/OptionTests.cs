using System.Net;
using System.Text.Json;
using Hotcell.Integration.Auth;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Serving;

/// <summary>What the operator chooses, as clients see it.</summary>
public sealed class OptionTests
{
    [Fact]
    public async Task Sizes_are_the_operators()
    {
        await using var server = new ServerFixture { Options = ["--max-body", "1", "--max-code", "2", "--max-input", "0", "--output", "1:1", "--time", "1:2", "--file-size", "1:1"] };
        await server.InitializeAsync();
        using (var large = await server.PostAsync("/api/v1/executions", new { language = "bash", code = new string('#', 1024 * 1024) }))
        {
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
            Assert.Contains("At most 1 MiB", await large.Content.ReadAsStringAsync());
        }

        using (var wrong = await server.PostAsync("/api/v1/executions", new { language = "bash", code = new string('#', 3000), stdin = "x", limits = new { wall_time_ms = 3000, output_kb = 2, file_size_mb = 2 } }))
        {
            var text = await wrong.Content.ReadAsStringAsync();
            Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
            Assert.Equal(5, JsonDocument.Parse(text).RootElement.At("errors").GetArrayLength());
            Assert.Contains("must not be larger than 2 KiB", text);
            Assert.Contains("must be 1 to 2000, not 3000", text);
        }

        var answer = await server.RunAsync(new { language = "bash", code = "head -c 5000 /dev/zero" });
        Assert.Equal(("OutputLimit", 1024), (answer.Text("verdict"), answer.Text("run", "stdout")!.Length));
    }

    [Fact]
    public async Task Web_pages_of_named_origins_may_ask_and_no_others()
    {
        await using var keyed = new KeyedServer { Options = ["--cors-origins", "https://app.example"] };
        await keyed.InitializeAsync();
        foreach (var (origin, expected) in new[] { ("https://app.example", "https://app.example"), ("https://evil.example", null) })
        {
            using var preflight = new HttpRequestMessage(HttpMethod.Options, "/api/execute");
            preflight.Headers.Add("Origin", origin);
            preflight.Headers.Add("Access-Control-Request-Method", "POST");
            preflight.Headers.Add("Access-Control-Request-Headers", "content-type,x-api-key");
            using var allowed = await keyed.Server.Client.SendAsync(preflight);
            Assert.Equal(expected, AllowedOrigin(allowed));

            using var request = new HttpRequestMessage(HttpMethod.Get, "/languages");
            request.Headers.Add("Origin", origin);
            using var refused = await keyed.Server.Client.SendAsync(request);
            Assert.Equal((HttpStatusCode.Unauthorized, expected), (refused.StatusCode, AllowedOrigin(refused)));
        }
    }

    private static string? AllowedOrigin(HttpResponseMessage response) => response.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? values.Single() : null;

    [Fact]
    public async Task Variables_of_other_services_configure_this_one()
    {
        var variables = new Dictionary<string, string>
        {
            ["API_KEY"] = "from-the-environment",
            ["RATE_LIMIT_MAX_REQUESTS"] = "7",
            ["RATE_LIMIT_WINDOW_MS"] = "900000",
            ["CONTAINER_TIMEOUT_MS"] = "400",
            ["MAX_CODE_SIZE_BYTES"] = "100",
            ["DOCKER_HOST"] = "tcp://127.0.0.1:1",
        };
        string[] assignments = [.. variables.Select(variable => $"{variable.Key}={variable.Value}")];
        await using var server = await ServerFixture.StartAsync(["env", .. assignments]);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Client.GetAsync("/api/system")).StatusCode);

        server.Client.DefaultRequestHeaders.Authorization = new("Bearer", variables["API_KEY"]);
        using (var answer = await server.PostAsync("/api/execute", new { language = "bash", code = "sleep 60" }))
        {
            Assert.Equal("TimeLimit", JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.Text("verdict"));
            Assert.Equal("7;w=900", answer.Headers.GetValues("RateLimit-Policy").Single());
        }

        using var large = await server.PostAsync("/api/execute", new { language = "bash", code = new string('#', 101) });
        Assert.Equal(HttpStatusCode.BadRequest, large.StatusCode);
        Assert.DoesNotContain(variables["API_KEY"], server.Keeper.Log);
    }
}
