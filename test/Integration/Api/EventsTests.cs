using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Api;

/// <summary><c>POST /api/v1/executions</c> with <c>Accept: text/event-stream</c>, and <c>GET /api/v1/executions/{id}/events</c>.</summary>
public sealed class EventsTests(ServerFixture server) : IClassFixture<LeavesNothing<ServerFixture>>
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Events_tell_all_of_a_compiled_program()
    {
        var events = await ReadAllAsync(new { language = "c", code = "#warning careful\n#include <stdio.h>\nint main(void) { puts(\"out\"); fputs(\"err\\n\", stderr); return 3; }" });

        Assert.Equal(Enumerable.Range(1, events.Count).Select(id => (long)id), events.Select(one => one.Id));
        Assert.Equal(["queued", "compiling", "output", "compiled", "started", "output", "finished"], events.Select(one => one.Name).Aggregate(new List<string>(), (names, name) => names is [.., var last] && last == name ? names : [.. names, name]));
        Assert.Contains("careful", Output(events, "compile", "stderr"), StringComparison.Ordinal);
        Assert.Equal(("out\n", "err\n"), (Output(events, "run", "stdout"), Output(events, "run", "stderr")));
        Assert.Equal(("Ok", 0), (Data(events, "compiled").Text("verdict"), Data(events, "compiled").Number("exit_code")));
        var finished = Data(events, "finished");
        Assert.Equal(("RuntimeError", "out\n", 3), (finished.Text("verdict"), finished.Text("run", "stdout"), finished.Number("run", "exit_code")));
        Assert.Equal(Data(events, "queued").Text("id"), finished.Text("id"));
    }

    [Fact]
    public async Task Output_comes_while_the_program_runs()
    {
        using var response = await OpenAsync(new { language = "bash", code = "echo one; sleep 100; echo two" });
        await using var events = Sse.ReadAsync(response).GetAsyncEnumerator();
        while (await events.MoveNextAsync() && events.Current.Name != "output")
        {
        }

        Assert.Equal(("stdout", "one\n"), (events.Current.Data.Text("stream"), events.Current.Data.Text("data")));
        Assert.Equal(("text/event-stream", "no-store"), (response.Content.Headers.ContentType?.MediaType, response.Headers.CacheControl?.ToString()));
    }

    [Fact]
    public async Task Tests_are_told_as_they_end()
    {
        var events = await ReadAllAsync(new { language = "python", code = "print(2 * int(input()))", tests = new[] { new { stdin = "1", expected = "2" }, new { stdin = "2", expected = "5" } } });

        Assert.Equal([(0, "Accepted"), (1, "WrongAnswer")], events.Where(one => one.Name == "test").Select(one => (one.Data.Number("index"), one.Data.Text("test", "verdict")!)));
        Assert.Equal(1, Data(events, "finished").Number("score"));
    }

    [Fact]
    public async Task Who_was_cut_comes_back_for_the_rest()
    {
        string id;
        long last = 0;
        using (var response = await OpenAsync(new { language = "bash", code = "for i in 1 2 3 4 5 6; do echo $i; sleep 0.5; done" }))
        {
            await using var events = Sse.ReadAsync(response).GetAsyncEnumerator();
            await events.MoveNextAsync();
            id = events.Current.Data.Text("id")!;
            Assert.Equal($"/api/v1/executions/{id}/events", response.Headers.Location?.ToString());
            while (await events.MoveNextAsync() && events.Current.Name != "output")
            {
            }

            last = events.Current.Id;
            Assert.Equal("1\n", events.Current.Data.Text("data"));
        }

        var rest = await ReadRestAsync(id, last);
        Assert.Equal(last + 1, rest[0].Id);
        Assert.Equal("2\n3\n4\n5\n6\n", Output(rest, "run", "stdout"));
        Assert.Equal("Ok", Data(rest, "finished").Text("verdict"));

        // It is over, and still there: all of it, its end, and nothing.
        Assert.Equal("1\n2\n3\n4\n5\n6\n", Output(await ReadRestAsync(id, 0), "run", "stdout"));
        Assert.Equal(["finished"], (await ReadRestAsync(id, rest[^1].Id - 1)).Select(one => one.Name));
        using var nothing = await GetAsync(id, $"{rest[^1].Id}");
        Assert.Equal(HttpStatusCode.NoContent, nothing.StatusCode);
    }

    [Fact]
    public async Task An_execution_that_nobody_reads_for_half_a_minute_ends()
    {
        string id;
        using (var response = await OpenAsync(new { language = "bash", code = "sleep 110", limits = new { wall_time_ms = 120_000 } }))
        {
            await using var events = Sse.ReadAsync(response).GetAsyncEnumerator();
            await events.MoveNextAsync();
            id = events.Current.Data.Text("id")!;
        }

        await Eventually.HoldsAsync(() => Running() == 0, "the program is stopped", s_patience);
        Assert.Equal("failed", (await ReadRestAsync(id, 0))[^1].Name);
        using var kept = await server.Client.GetAsync($"/api/v1/executions/{id}");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "application/problem+json"), (kept.StatusCode, kept.Content.Headers.ContentType?.MediaType));

        int Running() => JsonDocument.Parse(server.Client.GetStringAsync("/health").GetAwaiter().GetResult()).RootElement.At("queue", "running").GetInt32();
    }

    [Fact]
    public async Task A_silent_program_has_a_heartbeat()
    {
        using var response = await OpenAsync(new { language = "bash", code = "sleep 17", limits = new { wall_time_ms = 60_000 } });
        var text = await response.Content.ReadAsStringAsync();

        Assert.Contains("\n\n:\n\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Characters_are_whole_and_bytes_are_bytes()
    {
        const string halves = "printf 'a\\xe2'; sleep 0.3; printf '\\x82\\xacb\\xff'; sleep 0.3; printf '\\xe2'";
        var text = await ReadAllAsync(new { language = "bash", code = halves });
        Assert.Equal("a€b\ufffd\ufffd", Output(text, "run", "stdout"));

        var bytes = await ReadAllAsync(new { language = "bash", code = halves, output_encoding = "base64" });
        Assert.Equal([0x61, 0xe2, 0x82, 0xac, 0x62, 0xff, 0xe2], bytes.Where(one => one.Name == "output").SelectMany(one => Convert.FromBase64String(one.Data.Text("data")!)));
    }

    [Fact]
    public async Task A_program_that_takes_turns_with_every_byte_fills_no_memory()
    {
        var events = await ReadAllAsync(new { language = "python", code = "import os\nfor i in range(50000):\n    os.write(1, b'x')\n    os.write(2, b'y')\n", limits = new { wall_time_ms = 60_000 } });

        Assert.Equal(100_000, Data(events, "finished").Text("run", "output")!.Length);
        Assert.True(events.Select(one => one.Id).Distinct().Count() == events.Count);
        var skipped = events.Where(one => one.Name == "skipped").Sum(one => one.Data.Number("events"));
        Assert.Equal(events[^1].Id, events.Count(one => one.Name != "skipped") + skipped);
    }

    [Fact]
    public async Task A_rejection_is_no_stream()
    {
        using var response = await OpenAsync(new { language = "pythn", code = 1 });

        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Equal(2, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.At("errors").GetArrayLength());
    }

    [Theory]
    [InlineData("01a2027c-998a-7e2f-b544-724422f8e319", "0", HttpStatusCode.NotFound)]
    [InlineData("x", "0", HttpStatusCode.NotFound)]
    [InlineData("x", "-1", HttpStatusCode.BadRequest)]
    [InlineData("x", "latest", HttpStatusCode.BadRequest)]
    [InlineData("x", "99999999999999999999", HttpStatusCode.BadRequest)]
    public async Task What_is_not_there_cannot_be_read(string id, string last, HttpStatusCode status)
    {
        using var response = await GetAsync(id, last);

        Assert.Equal((status, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
    }

    private async Task<HttpResponseMessage> OpenAsync(object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/executions") { Content = JsonContent.Create(body) };
        request.Headers.Accept.ParseAdd("text/event-stream");
        return await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private async Task<HttpResponseMessage> GetAsync(string id, string last)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/executions/{id}/events");
        request.Headers.TryAddWithoutValidation("Last-Event-ID", last);
        return await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private async Task<List<Sse.Event>> ReadAllAsync(object body)
    {
        using var response = await OpenAsync(body);
        return await Sse.ReadAsync(response).ToListAsync();
    }

    private async Task<List<Sse.Event>> ReadRestAsync(string id, long last)
    {
        using var response = await GetAsync(id, $"{last}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await Sse.ReadAsync(response).ToListAsync();
    }

    private static JsonElement Data(IEnumerable<Sse.Event> events, string name) => events.Single(one => one.Name == name).Data;

    private static string Output(IEnumerable<Sse.Event> events, string stage, string stream) => string.Concat(
        events.Where(one => one.Name == "output" && one.Data.Text("stage") == stage && one.Data.Text("stream") == stream).Select(one => one.Data.Text("data")));
}
