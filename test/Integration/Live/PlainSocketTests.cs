using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using Hotcell.Integration.Abuse;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Live;

/// <summary>Programs that somebody talks with, over a plain WebSocket.</summary>
public sealed class PlainSocketTests(ServerFixture server) : IClassFixture<LeavesNothing<ServerFixture>>
{
    private const int Stderr = 2;
    private const int Compiler = 3;

    [Fact]
    public async Task Output_comes_before_input_is_sent_and_the_end_is_the_document_of_a_batch_run()
    {
        var (client, id) = await FrameClient.StartAsync(server, "python", "name = input('name? ')\nprint('hello', name)\nprint('again?', input())");
        await using var _ = client;
        await client.ExpectOutputAsync("name? ");
        await client.InputAsync("Zoë\n");
        await client.ExpectOutputAsync("hello Zoë\n");
        await client.InputAsync("yes\n");
        var (output, live) = await client.FinishAsync();
        Assert.Equal("again? yes\n", output);

        var batch = await server.RunAsync(new { language = "python", code = "print(1)" });
        Assert.Equal(Names(batch), Names(live));
        Assert.Equal(Names(batch.At("run")), Names(live.At("run")));
        Assert.Equal((id, "python", "Ok", 0), (live.Text("id"), live.Text("language"), live.Text("verdict"), live.At("run").Number("exit_code")));
        Assert.Equal(("", ""), (live.At("run").Text("stdout"), live.At("run").Text("output")));
        Assert.InRange(live.At("run").GetProperty("wall_time_ms").GetDouble(), 0.001, 60_000);
        Assert.InRange(live.At("run").Number("peak_memory_bytes"), 1, 256 << 20);
    }

    [Fact]
    public async Task Streams_are_apart_input_has_an_end_and_the_exit_code_is_told()
    {
        var (client, _) = await FrameClient.StartAsync(server, "bash", "wc -c; echo over >&2; exit 3");
        await using var __ = client;
        await client.InputAsync("12345");
        await client.InputAsync([0, 255]);
        await client.SendAsync(new { type = "eof" });
        await client.ExpectOutputAsync("7\n");
        await client.ExpectOutputAsync("over\n", Stderr);
        var (output, execution) = await client.FinishAsync();
        Assert.Equal(("", "RuntimeError", 3), (output, execution.Text("verdict"), execution.At("run").Number("exit_code")));
    }

    [Fact]
    public async Task A_program_is_compiled_first_and_may_have_files_input_arguments_and_limits()
    {
        await using var client = await FrameClient.ConnectAsync(server);
        await client.StartAsync(new
        {
            type = "start",
            language = "c",
            files = new[] { new { name = "main.c", content = "#include \"n.h\"\nint main(int c, char **v) { int a, b; scanf(\"%d%d\", &a, &b); printf(\"%d %s\\n\", a * b, v[1]); }" }, new { name = "n.h", content = "#include <stdio.h>\n" } },
            stdin = "6\n",
            args = new[] { "done" },
            limits = new { wall_time_ms = 20_000 },
        });
        await client.InputAsync("7\n");
        var (output, execution) = await client.FinishAsync();
        Assert.Equal(("42 done\n", "Ok", "Ok"), (output, execution.Text("verdict"), execution.At("compile").Text("verdict")));

        await using var broken = await FrameClient.ConnectAsync(server);
        await broken.StartAsync(new { type = "start", language = "c", code = "int main(void) { return x; }", cache = false });
        var (none, channel, said) = await broken.NextAsync();
        while (none is not null)
        {
            (none, channel, said) = await broken.NextAsync();
        }

        Assert.Equal(Compiler, channel);
        (output, execution) = await broken.FinishAsync();
        Assert.Contains("main.c:1", Encoding.UTF8.GetString(said) + output);
        Assert.Equal(("CompileError", ""), (execution.Text("verdict"), execution.At("compile").Text("output")));
    }

    [Fact]
    public async Task Signals_reach_the_program()
    {
        var (client, _) = await FrameClient.StartAsync(server, "python", """
            import signal, time
            signal.signal(signal.SIGTERM, lambda *_: print('terminated', flush=True))
            print('ready', flush=True)
            try:
                while True: time.sleep(0.01)
            except KeyboardInterrupt:
                print('interrupted', flush=True)
            """);
        await using var __ = client;
        await client.ExpectOutputAsync("ready\n");
        await client.SignalAsync("terminate");
        await client.ExpectOutputAsync("terminated\n");
        await client.SendAsync(new { type = "eof" });
        await client.SignalAsync("interrupt");
        var (output, execution) = await client.FinishAsync();
        Assert.Equal(("interrupted\n", "Ok"), (output, execution.Text("verdict")));
    }

    [Theory]
    [InlineData("interrupt", "Signalled", "SIGINT")]
    [InlineData("terminate", "Signalled", "SIGTERM")]
    [InlineData("kill", "Cancelled", null)]
    public async Task An_endless_program_is_ended(string signal, string verdict, string? name)
    {
        var (client, _) = await FrameClient.StartAsync(server, "bash", "echo begun; while :; do :; done");
        await using var __ = client;
        await client.ExpectOutputAsync("begun\n");
        await client.SignalAsync(signal);
        var (_, execution) = await client.FinishAsync();
        Assert.Equal(verdict, execution.Text("verdict"));
        Assert.True(name is null || execution.At("run").Text("signal") == name, execution.ToString());
    }

    [Fact]
    public async Task The_largest_input_is_taken_when_nothing_waits()
    {
        var (client, _) = await FrameClient.StartAsync(server, "bash", "exec wc -c");
        await using var __ = client;
        await client.InputAsync(new byte[256 * 1024]);
        await client.SendAsync(new { type = "eof" });
        Assert.Equal("262144\n", (await client.FinishAsync()).Output);
    }

    [Fact]
    public async Task A_kill_needs_no_program_that_reads()
    {
        var (client, _) = await FrameClient.StartAsync(server, "bash", "echo begun; sleep 600");
        await using var __ = client;
        await client.ExpectOutputAsync("begun\n");
        for (var i = 0; i < 8; i++)
        {
            await client.InputAsync(new byte[100_000]);
        }

        var error = await client.ExpectAsync("error");
        Assert.Contains("has not read", error.At("problem").Text("detail"));
        Assert.InRange(error.Number("stdin"), 100_000, 700_000);
        Assert.Equal(0, error.Number("stdin") % 100_000);
        await client.SignalAsync("kill");
        while ((await client.NextAsync()).Frame is { } frame && frame.Text("type") == "error")
        {
        }

        Assert.Equal((1000, "finished"), await client.ClosedAsync());
    }

    [Fact]
    public async Task Limits_hold_as_in_a_batch_run()
    {
        await using var client = await FrameClient.ConnectAsync(server);
        await client.StartAsync(new { type = "start", language = "bash", code = "echo begun; cat", limits = new { wall_time_ms = 300 } });
        var (output, execution) = await client.FinishAsync();
        Assert.Equal(("begun\n", "TimeLimit"), (output, execution.Text("verdict")));

        await using var loud = await FrameClient.ConnectAsync(server);
        await loud.StartAsync(new { type = "start", language = "bash", code = "while :; do echo 0123456789; done", limits = new { output_kb = 64 } });
        (output, execution) = await loud.FinishAsync();
        Assert.Equal((64 * 1024, "OutputLimit"), (output.Length, execution.Text("verdict")));
    }

    [Fact]
    public async Task A_slow_reader_slows_the_program_and_misses_nothing()
    {
        const int Lines = 1_500_000;
        var (client, _) = await FrameClient.StartAsync(server, "bash", $"seq {Lines}");
        await using var __ = client;
        var memory = ServerMemory.Watch(server);
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);

        // What the kernel holds on the way is full, and the program waits: it would have written all in a moment.
        Assert.NotEmpty(Processes.Below(server.WardenId));
        var (output, execution) = await client.FinishAsync();
        Assert.Equal("Ok", execution.Text("verdict"));
        Assert.Equal(Enumerable.Range(1, Lines).Sum(number => number.ToString(CultureInfo.InvariantCulture).Length + 1), output.Length);
        Assert.EndsWith($"\n{Lines}\n", output);
        memory.AssertGrewAtMost(40);
    }

    [Fact]
    public async Task A_page_of_another_origin_and_what_is_no_WebSocket_are_refused()
    {
        var refused = await Assert.ThrowsAsync<WebSocketException>(() => FrameClient.ConnectAsync(server, ("Origin", "https://evil.example")));
        Assert.Contains("403", refused.Message);
        await using var own = await FrameClient.ConnectAsync(server, ("Origin", server.Client.BaseAddress!.GetLeftPart(UriPartial.Authority)));
        using var response = await server.Client.GetAsync("/api/v1/executions/live", TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.UpgradeRequired, "websocket"), (response.StatusCode, response.Headers.Upgrade.ToString()));
    }

    private static IEnumerable<string> Names(System.Text.Json.JsonElement element) => element.EnumerateObject().Select(property => property.Name);
}
