using Hotcell.Integration.Abuse;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Live;

/// <summary>Programs that have a terminal, over a plain WebSocket.</summary>
public sealed class PlainSocketTerminalTests(ServerFixture server) : IClassFixture<LeavesNothing<ServerFixture>>
{
    private const string CtrlC = "\x03";

    [Fact]
    public async Task A_shell_prompts_and_its_foreground_job_is_interrupted()
    {
        await using var client = await FrameClient.ConnectAsync(server);
        await client.StartAsync(new { type = "start", language = "bash", code = "PS1='ready> ' exec bash --norc -i", tty = true });
        Assert.DoesNotContain("no job control", await client.ShowsAsync("ready> "));
        await client.InputAsync("sleep 1000; echo first $?\r");
        await client.ShowsAsync("$?\r\n");
        await Eventually.HoldsAsync(() => Processes.Below(server.WardenId).Any(process => Processes.NameOf(process) == "sleep" && Processes.IsForeground(process)), "the job has the terminal");
        await client.InputAsync(CtrlC);
        Assert.Contains("^C", await client.ShowsAsync("ready> "));
        await client.InputAsync("ls /nowhere; exit 5\r");
        await client.ShowsAsync("No such file or directory\r\n");
        var (_, execution) = await client.FinishAsync();
        Assert.Equal(("RuntimeError", 5), (execution.Text("verdict"), execution.At("run").Number("exit_code")));
    }

    [Fact]
    public async Task Its_size_is_what_was_asked_for_and_can_be_changed()
    {
        await using var client = await FrameClient.ConnectAsync(server);
        await client.StartAsync(new { type = "start", language = "bash", code = "stty -echo size; while read -r _; do stty size; done", tty = true, cols = 132, rows = 43 });
        await client.ShowsAsync("43 132\r\n");
        await client.SendAsync(new { type = "resize", cols = 100, rows = 30 });
        await client.InputAsync("\r");
        await client.ShowsAsync("30 100\r\n");
        await client.SendAsync(new { type = "resize", cols = 1, rows = 1000 });
        await client.SendAsync(new { type = "signal", signal = "kill" });
        Assert.Equal("Cancelled", (await client.FinishAsync()).Execution.Text("verdict"));
    }

    [Fact]
    public async Task Python_talks_and_the_end_of_the_input_is_typed()
    {
        await using var client = await FrameClient.ConnectAsync(server);
        await client.StartAsync(new { type = "start", language = "bash", code = "exec python3 -q -i", tty = true });
        await client.ShowsAsync(">>> ");
        await client.InputAsync("6 * 7\r");
        await client.ShowsAsync("42\r\n");
        await client.ShowsAsync(">>> ");
        await client.SendAsync(new { type = "eof" });
        Assert.Equal("Ok", (await client.FinishAsync()).Execution.Text("verdict"));
    }

    [Fact]
    public async Task Who_comes_back_finds_the_terminal_and_may_size_it()
    {
        await using var first = await FrameClient.ConnectAsync(server);
        var id = await first.StartAsync(new { type = "start", language = "bash", code = "stty -echo; echo ready; while read -r _; do stty size; done", tty = true });
        await first.ShowsAsync("ready\r\n");
        first.Abort();
        var (again, _) = await FrameClient.ResumeAsync(server, id, first.Offset);
        await using var __ = again;
        await again.SendAsync(new { type = "resize", cols = 77, rows = 11 });
        await again.InputAsync("\r");
        await again.ShowsAsync("11 77\r\n");
    }

    [Fact]
    public async Task A_size_that_is_wrong_or_nobody_has_is_an_error()
    {
        await using var wrong = await FrameClient.ConnectAsync(server);
        await wrong.SendAsync(new { type = "start", language = "bash", code = "id", tty = true, cols = 0, rows = 1001 });
        Assert.Equal(["cols", "rows"], FieldsOf(await wrong.ExpectRefusalAsync(400, 1008)));

        await using var large = await FrameClient.ConnectAsync(server);
        await large.StartAsync(new { type = "start", language = "bash", code = "sleep 2", tty = true });
        await large.SendAsync(new { type = "resize", cols = 1001, rows = 24 });
        Assert.Equal(["cols"], FieldsOf(await large.ExpectRefusalAsync(400, 1008)));

        await using var none = await FrameClient.ConnectAsync(server);
        await none.StartAsync(new { type = "start", language = "bash", code = "sleep 2" });
        await none.SendAsync(new { type = "resize", cols = 80, rows = 24 });
        var problem = await none.ExpectRefusalAsync(400, 1008);
        Assert.Equal(["type"], FieldsOf(problem));
        Assert.Contains("no terminal", problem.At("errors")[0].Text("message"));

        static IEnumerable<string?> FieldsOf(System.Text.Json.JsonElement problem) => problem.At("errors").EnumerateArray().Select(one => one.Text("field"));
    }
}
