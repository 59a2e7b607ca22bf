using System.Net;
using System.Net.WebSockets;
using Hotcell.Integration.Abuse;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Live;

/// <summary>Programs that somebody talks with, over <c>/socket.io/</c>.</summary>
public sealed class InteractiveTests(ServerFixture server) : IClassFixture<LeavesNothing<ServerFixture>>
{
    private const string Echo = "while read -r line; do echo \"got $line\"; done";

    [Fact]
    public async Task Output_comes_before_input_is_sent_and_input_while_the_program_runs()
    {
        await using var client = await LiveClient.ConnectAsync(server);
        var id = await client.ExecuteAsync(new { language = "python", code = "name = input('name? ')\nprint('hello', name)\nprint('again?', input())" });
        await client.ExpectOutputAsync("name? ");
        await client.InputAsync(id, "Zoë\n");
        await client.ExpectOutputAsync("hello Zoë\n");
        await client.InputAsync(id, "yes\n");
        var (output, complete) = await client.FinishAsync();

        Assert.Equal("again? yes\n", output);
        Assert.Equal(("success", "Ok", id), (complete.Text("status"), complete.Text("verdict"), complete.Text("executionId")));
        Assert.Equal(0, complete.Number("exitCode"));
        Assert.InRange(complete.Number("executionTime"), 1, 60_000);
        Assert.InRange(complete.Number("memoryUsed"), 1, 256 << 20);
        Assert.True(complete.At("success").GetBoolean());
    }

    [Fact]
    public async Task Input_has_an_end()
    {
        await using var client = await LiveClient.ConnectAsync(server);
        var id = await client.ExecuteAsync(new { language = "bash", code = "wc -c; echo over >&2; exit 3" });
        await client.InputAsync(id, "12345");
        await client.EmitAsync("input", new { executionId = id, data = "67", eof = true });
        await client.ExpectOutputAsync("7\n");
        await client.ExpectOutputAsync("over\n", "stderr");
        var complete = await client.ExpectAsync("execution-complete");
        Assert.Equal(("error", "RuntimeError", 3), (complete.Text("status"), complete.Text("verdict"), complete.Number("exitCode")));
    }

    [Fact]
    public async Task A_program_can_be_compiled_first()
    {
        await using var client = await LiveClient.ConnectAsync(server);
        var id = await client.ExecuteAsync(new { language = "c", code = "#include <stdio.h>\nint main(void) { int n; scanf(\"%d\", &n); printf(\"%d\\n\", 2 * n); }" });
        await client.InputAsync(id, "21\n");
        var (output, complete) = await client.FinishAsync();
        Assert.Equal(("42\n", "success"), (output, complete.Text("status")));

        await client.ExecuteAsync(new { language = "c", code = "int main(void) { return x; }" });
        (output, complete) = await client.FinishAsync();
        Assert.Contains("main.c:1", output);
        Assert.Equal(("error", "CompileError", 1), (complete.Text("status"), complete.Text("verdict"), complete.Number("exitCode")));
    }

    [Fact]
    public async Task An_endless_program_is_stopped()
    {
        await using var client = await LiveClient.ConnectAsync(server);
        var id = await client.ExecuteAsync(new { language = "python", code = "print('begun', flush=True)\nwhile True: pass" });
        await client.ExpectOutputAsync("begun\n");
        await client.EmitAsync("stop", new { executionId = id });
        var complete = await client.ExpectAsync("execution-complete");
        Assert.Equal(("cancelled", "Cancelled", "Cancelled"), (complete.Text("status"), complete.Text("verdict"), complete.Text("error")));
        Assert.Equal(130, complete.Number("exitCode"));
        Assert.InRange(complete.Number("executionTime"), 1, 60_000);
    }

    [Fact]
    public async Task What_floods_its_reader_is_stopped_too()
    {
        await using var client = await LiveClient.ConnectAsync(server);
        var id = await client.ExecuteAsync(new { language = "bash", code = "while :; do echo $RANDOM; done" });
        await client.ExpectAsync("output");
        await client.EmitAsync("stop", new { executionId = id });
        var (_, complete) = await client.FinishAsync();
        Assert.Equal("cancelled", complete.Text("status"));
    }

    [Fact]
    public async Task Two_programs_of_one_client_are_kept_apart()
    {
        await using var client = await LiveClient.ConnectAsync(server);
        var first = await client.ExecuteAsync(new { language = "bash", code = Echo });
        var second = await client.ExecuteAsync(new { language = "bash", code = Echo });
        await client.InputAsync(second, "2\n");
        var output = await client.ExpectAsync("output");
        Assert.Equal((second, "got 2\n"), (output.Text("executionId"), output.Text("data")));
        await client.InputAsync(first, "1\n");
        output = await client.ExpectAsync("output");
        Assert.Equal((first, "got 1\n"), (output.Text("executionId"), output.Text("data")));
    }

    [Fact]
    public async Task Nobody_reaches_the_program_of_another_client()
    {
        await using var owner = await LiveClient.ConnectAsync(server);
        await using var other = await LiveClient.ConnectAsync(server);
        var id = await owner.ExecuteAsync(new { language = "bash", code = Echo });
        await other.InputAsync(id, "evil\n");
        Assert.Equal(id, (await other.ExpectAsync("error")).Text("executionId"));
        await other.EmitAsync("stop", new { executionId = id });
        await other.ExpectAsync("error");

        await owner.InputAsync(id, "good\n");
        await owner.ExpectOutputAsync("got good\n");
    }

    [Fact]
    public async Task Input_for_a_program_that_has_ended_is_dropped_and_the_next_does_not_get_it()
    {
        await using var client = await LiveClient.ConnectAsync(server);
        var first = await client.ExecuteAsync(new { language = "bash", code = ":" });
        await client.FinishAsync();
        var second = await client.ExecuteAsync(new { language = "bash", code = Echo });
        await client.InputAsync(first, "late\n");
        var error = await client.ExpectAsync("error");
        Assert.Contains("ended", error.Text("message"));
        await client.InputAsync(second, "next\n");
        await client.ExpectOutputAsync("got next\n");
    }

    [Fact]
    public async Task The_largest_input_is_taken_when_nothing_waits_and_none_that_is_larger()
    {
        await using var client = await LiveClient.ConnectAsync(server);
        var id = await client.ExecuteAsync(new { language = "bash", code = "exec wc -c" });
        await client.InputAsync(id, new string('x', (256 * 1024) + 1));
        Assert.Contains("At most 262144 bytes", (await client.ExpectAsync("error")).Text("message"));
        await client.EmitAsync("input", new { executionId = id, data = new string('x', 256 * 1024), eof = true });
        Assert.Equal("262144\n", (await client.FinishAsync()).Output);
    }

    [Fact]
    public async Task Input_that_the_program_does_not_read_is_refused_when_there_is_too_much_of_it()
    {
        await using var client = await LiveClient.ConnectAsync(server);
        var id = await client.ExecuteAsync(new { language = "bash", code = "sleep 60" });
        var piece = new string('x', 100_000);
        for (var i = 0; i < 20; i++)
        {
            await client.InputAsync(id, piece);
        }

        var error = await client.ExpectAsync("error");
        Assert.Contains("has not read", error.Text("message"));
        Assert.Equal(id, error.Text("executionId"));
    }

    [Fact]
    public async Task A_slow_reader_slows_the_program_and_misses_nothing()
    {
        const int Lines = 1_500_000;
        await using var client = await LiveClient.ConnectAsync(server);
        await client.ExecuteAsync(new { language = "bash", code = $"seq {Lines}" });
        var memory = ServerMemory.Watch(server);
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);

        // What the kernel holds on the way is full, and the program waits: it would have written all in a moment.
        Assert.NotEmpty(Processes.Below(server.WardenId));
        var (output, complete) = await client.FinishAsync();
        Assert.Equal("success", complete.Text("status"));
        Assert.Equal(Enumerable.Range(1, Lines).Sum(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture).Length + 1), output.Length);
        Assert.EndsWith($"\n{Lines}\n", output);
        memory.AssertGrewAtMost(40);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_that_leaves_ends_its_programs(bool politely)
    {
        var before = await LeakCheck.TakeAsync(server.Keeper.Id, server.ServerId);
        await using (var client = await LiveClient.ConnectAsync(server))
        {
            await client.ExecuteAsync(new { language = "bash", code = "echo begun; sleep 600" });
            await client.ExpectOutputAsync("begun\n");
            await client.ExecuteAsync(new { language = "bash", code = "echo begun; cat" });
            await client.ExpectOutputAsync("begun\n");
            if (politely)
            {
                await client.SendAsync("1");
            }
            else
            {
                client.Abort();
            }
        }

        await before.AssertNothingLeftAsync(server.ServerId);
    }

    [Fact]
    public async Task Every_wrong_field_is_named_and_nothing_starts()
    {
        await using var client = await LiveClient.ConnectAsync(server);
        await client.EmitAsync("execute-interactive", new { language = "pythn", args = new[] { 1 }, timeout = 1e9 });
        var error = await client.ExpectAsync("error");
        Assert.Equal(["args[0]", "code", "language", "timeout"], error.At("errors").EnumerateArray().Select(one => one.Text("field")).Order(StringComparer.Ordinal));

        await client.SendAsync("42[\"execute-interactive\",\"print()\"]");
        Assert.Contains("not a string", (await client.ExpectAsync("error")).At("errors")[0].Text("message"));
        await client.SendAsync("42[\"input\"]");
        await client.ExpectAsync("error");
        var id = await client.ExecuteAsync(new { language = "bash", code = "echo still here; cat" });
        await client.ExpectOutputAsync("still here\n");
        await client.EmitAsync("resize", new { executionId = id, cols = 80, rows = 24 });
        Assert.Contains("no terminal", (await client.ExpectAsync("error")).Text("message"));
        await client.InputAsync(id, "and here\n");
        await client.ExpectOutputAsync("and here\n");
    }

    [Theory]
    [InlineData("42[\"nothing\"]", "an unknown event")]
    [InlineData("4abc", "a Socket.IO packet of an unknown type")]
    [InlineData("5", "a packet that a client does not send")]
    [InlineData("xyz", "a packet of an unknown type")]
    public async Task A_client_that_breaks_the_protocol_is_told_why_and_others_do_not_notice(string text, string reason)
    {
        await using var other = await LiveClient.ConnectAsync(server);
        var id = await other.ExecuteAsync(new { language = "bash", code = Echo });
        await using var client = await LiveClient.ConnectAsync(server);
        await client.SendAsync(text);
        Assert.Equal(reason, await client.ClosedAsync());
        await other.InputAsync(id, "fine\n");
        await other.ExpectOutputAsync("got fine\n");
    }

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("null")]
    public async Task A_page_of_another_origin_is_refused(string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/socket.io/?EIO=4&transport=polling");
        request.Headers.Add("Origin", origin);
        using var response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        await Assert.ThrowsAsync<WebSocketException>(() => LiveClient.OpenAsync(server, ("Origin", origin)));
    }

    [Fact]
    public async Task A_page_of_this_server_is_welcome()
    {
        await using var client = await LiveClient.ConnectAsync(server, null, ("Origin", $"http://{server.Client.BaseAddress!.Authority}"));
    }
}
