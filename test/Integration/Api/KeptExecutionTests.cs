using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Api;

/// <summary><c>GET</c> and <c>DELETE /api/v1/executions/{id}</c>.</summary>
public sealed class KeptExecutionTests(ServerFixture server) : IClassFixture<LeavesNothing<ServerFixture>>
{
    [Fact]
    public async Task A_result_is_there_when_it_is_over()
    {
        var (id, response) = await BeginAsync(new { language = "bash", code = "echo done; exit 3" });
        using (response)
        {
            var finished = (await Sse.ReadAsync(response).ToListAsync())[^1].Data;
            using var kept = await server.Client.GetAsync($"/api/v1/executions/{id}");
            Assert.Equal((HttpStatusCode.OK, "application/json"), (kept.StatusCode, kept.Content.Headers.ContentType!.ToString()));
            Assert.Equal(finished.GetRawText(), await kept.Content.ReadAsStringAsync());
            Assert.Equal(("RuntimeError", id), (finished.Text("verdict"), finished.Text("id")));
        }
    }

    [Fact]
    public async Task Until_then_it_says_how_far_it_has_come()
    {
        var (id, response) = await BeginAsync(new { language = "bash", code = "echo on; sleep 60" });
        using (response)
        {
            await OutputAsync(response);
            using var kept = await server.Client.GetAsync($"/api/v1/executions/{id}");
            var progress = await kept.Content.ReadFromJsonAsync<JsonElement>();
            Assert.Equal((HttpStatusCode.Accepted, id, "running"), (kept.StatusCode, progress.Text("id"), progress.Text("status")));
            Assert.Equal(TimeSpan.FromSeconds(1), kept.Headers.RetryAfter!.Delta);
        }

        (await server.Client.DeleteAsync($"/api/v1/executions/{id}")).Dispose();
    }

    [Fact]
    public async Task Who_cancels_it_ends_it_and_its_readers_learn_of_it()
    {
        var (id, response) = await BeginAsync(new { language = "c", code = "#include <stdio.h>\n#include <unistd.h>\nint main(void) { puts(\"on\"); fflush(stdout); for (;;) pause(); }", limits = new { wall_time_ms = 100_000 } });
        using (response)
        {
            var reading = Sse.ReadAsync(response).GetAsyncEnumerator();
            while (await reading.MoveNextAsync() && !(reading.Current.Name == "output" && reading.Current.Data.Text("stage") == "run"))
            {
            }

            using var cancelled = await server.Client.DeleteAsync($"/api/v1/executions/{id}");
            var result = await cancelled.Content.ReadFromJsonAsync<JsonElement>();
            Assert.Equal((HttpStatusCode.OK, "Cancelled", "Ok", "c"), (cancelled.StatusCode, result.Text("verdict"), result.Text("compile", "verdict"), result.Text("language")));
            Assert.True(result.IsNull("run"));
            Assert.Equal(0, JsonDocument.Parse(await server.Client.GetStringAsync("/health")).RootElement.Number("queue", "running"));

            Assert.True(await reading.MoveNextAsync());
            Assert.Equal(("finished", "Cancelled"), (reading.Current.Name, reading.Current.Data.Text("verdict")));
            Assert.False(await reading.MoveNextAsync());
            await reading.DisposeAsync();

            // Once more changes nothing.
            using var again = await server.Client.DeleteAsync($"/api/v1/executions/{id}");
            using var kept = await server.Client.GetAsync($"/api/v1/executions/{id}");
            Assert.Equal(await kept.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task What_is_over_keeps_its_verdict()
    {
        var (id, response) = await BeginAsync(new { language = "bash", code = "echo done" });
        using (response)
        {
            await Sse.ReadAsync(response).ToListAsync();
        }

        using var late = await server.Client.DeleteAsync($"/api/v1/executions/{id}");
        Assert.Equal("Ok", (await late.Content.ReadFromJsonAsync<JsonElement>()).Text("verdict"));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    public async Task What_was_answered_at_once_is_not_kept(string method)
    {
        var answer = await server.RunAsync(new { language = "bash", code = ":" });
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), $"/api/v1/executions/{answer.Text("id")}");
        using var response = await server.Client.SendAsync(request);
        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
    }

    private async Task<(string Id, HttpResponseMessage Response)> BeginAsync(object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/executions") { Content = JsonContent.Create(body) };
        request.Headers.Accept.ParseAdd("text/event-stream");
        var response = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return (response.Headers.Location!.ToString().Split('/')[^2], response);
    }

    private static async Task OutputAsync(HttpResponseMessage response)
    {
        await using var events = Sse.ReadAsync(response).GetAsyncEnumerator();
        while (await events.MoveNextAsync() && events.Current.Name != "output")
        {
        }
    }
}
