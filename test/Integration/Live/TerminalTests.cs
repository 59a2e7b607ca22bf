using Hotcell.Integration.Abuse;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Live;

/// <summary>Programs that have a terminal: <c>tty: true</c>.</summary>
public sealed class TerminalTests(ServerFixture server) : IClassFixture<LeavesNothing<ServerFixture>>
{
    private const string CtrlC = "\x03";
    private const string CtrlD = "\x04";
    private const string CtrlZ = "\x1a";

    [Fact]
    public async Task Its_stdio_is_a_terminal_that_it_is_the_leader_of()
    {
        const string code = """
            import os, sys
            print([os.isatty(fd) for fd in range(3)], [os.ttyname(fd) for fd in range(3)])
            print(os.getsid(0) == os.getpid() == os.tcgetpgrp(0), os.ttyname(os.open("/dev/tty", os.O_RDWR)))
            print(os.environ["TERM"], os.get_terminal_size(), os.environ.get("COLUMNS"), os.environ.get("LINES"))
            sys.stderr.write("said as error\n")
            """;
        await using var client = await LiveClient.ConnectAsync(server);
        await client.ExecuteAsync(new { language = "python", code, tty = true });
        var (output, complete) = await client.FinishAsync();

        Assert.Equal(
            """
            [True, True, True] ['/dev/pts/0', '/dev/pts/0', '/dev/pts/0']
            True /dev/tty
            xterm-256color os.terminal_size(columns=80, lines=24) None None
            said as error

            """.ReplaceLineEndings("\r\n"),
            output);
        Assert.Equal(("success", 0, false), (complete.Text("status"), complete.Number("exitCode"), complete.At("hot").GetBoolean()));
    }

    [Fact]
    public async Task Without_it_nothing_is_a_terminal()
    {
        await using var client = await LiveClient.ConnectAsync(server);
        await client.ExecuteAsync(new { language = "bash", code = "for fd in 0 1 2; do test -t $fd && echo $fd; done; echo TERM=$TERM; ls /dev/pts; (: </dev/tty) 2>&1 | grep -o 'No such device.*'", cols = 100 });
        Assert.Equal("TERM=dumb\nptmx\nNo such device or address\n", (await client.FinishAsync()).Output);
    }

    [Fact]
    public async Task Its_size_is_what_was_asked_for_and_a_change_is_told()
    {
        // Not in a shell, which forgets a signal that comes while it handles another of its kind.
        const string code = """
            import os, signal
            def show(*_):
                size = os.get_terminal_size(0)
                os.write(1, f"{size.lines} {size.columns}\n".encode())
            signal.signal(signal.SIGWINCH, show)
            show()
            while True:
                signal.pause()
            """;
        await using var client = await LiveClient.ConnectAsync(server);
        var id = await client.ExecuteAsync(new { language = "python", code, tty = true, cols = 132, rows = 43 });
        await client.ShowsAsync("43 132\r\n");
        await client.EmitAsync("resize", new { executionId = id, cols = 100, rows = 30 });
        await client.ShowsAsync("30 100\r\n");
        await client.EmitAsync("input", new { executionId = id, data = "typed\n", eof = true });
        await client.ShowsAsync("typed\r\n");
        await client.EmitAsync("resize", new { executionId = id, cols = 1, rows = 1000 });
        await client.ShowsAsync("1000 1\r\n");
        await client.EmitAsync("stop", new { executionId = id });
        Assert.Equal("cancelled", (await client.FinishAsync()).Complete.Text("status"));
    }

    [Fact]
    public async Task A_wrong_size_is_named_and_another_client_cannot_change_it()
    {
        await using var client = await LiveClient.ConnectAsync(server);
        await client.EmitAsync("execute-interactive", new { language = "bash", code = "stty size", tty = true, cols = 0, rows = "many" });
        Assert.Equal(["cols", "rows"], FieldsOf(await client.ExpectAsync("error")));
        await client.EmitAsync("execute-interactive", new { language = "bash", code = "stty size", tty = "yes" });
        Assert.Equal(["tty"], FieldsOf(await client.ExpectAsync("error")));

        var id = await client.ExecuteAsync(new { language = "bash", code = "read line; stty size", tty = true });
        await client.EmitAsync("resize", new { executionId = id, rows = 100_000 });
        Assert.Equal(["cols", "rows"], FieldsOf(await client.ExpectAsync("error")));
        await using var other = await LiveClient.ConnectAsync(server);
        await other.EmitAsync("resize", new { executionId = id, cols = 5, rows = 5 });
        Assert.Equal(id, (await other.ExpectAsync("error")).Text("executionId"));
        await client.InputAsync(id, "\r");
        await client.ShowsAsync("24 80\r\n");

        static IEnumerable<string?> FieldsOf(System.Text.Json.JsonElement error) => error.At("errors").EnumerateArray().Select(one => one.Text("field")).Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task Python_talks()
    {
        await using var client = await LiveClient.ConnectAsync(server);
        var id = await client.ExecuteAsync(new { language = "bash", code = "exec python3 -q -i", tty = true });
        await client.ShowsAsync(">>> ");
        await client.InputAsync(id, "6 * 7\r");
        await client.ShowsAsync("42");
        await client.ShowsAsync(">>> ");
        await client.InputAsync(id, "while True: pass\r\r");
        await client.ShowsAsync("... ");
        await Task.Delay(200, TestContext.Current.CancellationToken);
        await client.InputAsync(id, CtrlC);
        await client.ShowsAsync("KeyboardInterrupt");
        await client.ShowsAsync(">>> ");
        await client.InputAsync(id, CtrlD);
        Assert.Equal(("success", 0), Ended(await client.FinishAsync()));
    }

    [Fact]
    public async Task Node_js_talks()
    {
        await using var client = await LiveClient.ConnectAsync(server);
        var id = await client.ExecuteAsync(new { language = "javascript", code = "require('repl').start()", tty = true });
        await client.ShowsAsync("> ");
        await client.InputAsync(id, "6 * 7\r");
        await client.ShowsAsync("42");
        await client.ShowsAsync("> ");
        await client.InputAsync(id, CtrlD);
        Assert.Equal(("success", 0), Ended(await client.FinishAsync()));
    }

    [Fact]
    public async Task A_shell_controls_its_jobs()
    {
        await using var client = await LiveClient.ConnectAsync(server);
        var id = await client.ExecuteAsync(new { language = "bash", code = "PS1='ready> ' exec bash --norc -i", tty = true });
        var greeting = await client.ShowsAsync("ready> ");
        Assert.DoesNotContain("no job control", greeting);

        await client.InputAsync(id, "sleep 1000; echo first $?\r");
        await client.ShowsAsync("$?\r\n");
        await AwaitSleepAsync();
        await client.InputAsync(id, CtrlC);
        Assert.Contains("^C", await client.ShowsAsync("ready> "));

        await client.InputAsync(id, "sleep 2000\r");
        await client.ShowsAsync("2000\r\n");
        await AwaitSleepAsync();
        await client.InputAsync(id, CtrlZ);
        Assert.Contains("Stopped", await client.ShowsAsync("ready> "));
        await client.InputAsync(id, "fg\r");
        await client.ShowsAsync("sleep 2000");
        await AwaitSleepAsync();
        await client.InputAsync(id, CtrlC);
        await client.ShowsAsync("ready> ");
        await client.InputAsync(id, "echo $((6 * 7)); exit 5\r");
        await client.ShowsAsync("42\r\n");
        Assert.Equal(("error", 5), Ended(await client.FinishAsync()));

        // What is typed before the shell has given the terminal to its job would be the shell's.
        Task AwaitSleepAsync() => Eventually.HoldsAsync(() => Processes.Below(server.WardenId).Any(process => Processes.NameOf(process) == "sleep" && Processes.IsForeground(process)), "the job has the terminal");
    }

    [Fact]
    public async Task Lines_can_be_edited_and_are_echoed()
    {
        await using var client = await LiveClient.ConnectAsync(server);
        var id = await client.ExecuteAsync(new { language = "bash", code = "echo name; read -r name; echo \"hello <$name>\"; stty -echo; echo quiet; read -r secret; stty echo; echo \"${#secret}\"", tty = true });
        await client.ShowsAsync("name\r\n");
        await client.InputAsync(id, "Zoéx\x7f\x7fë\r");
        Assert.StartsWith("Zoéx", await client.ShowsAsync("hello <"));
        await client.ShowsAsync("Zoë>\r\nquiet\r\n");
        await client.InputAsync(id, "word\r");
        Assert.Equal("4\r\n", (await client.FinishAsync()).Output);
    }

    [Theory]
    [InlineData("", "0")]
    [InlineData("ab\n", "3")]
    [InlineData("ab\ncd", "5")]
    public async Task The_end_of_the_input_is_typed(string input, string bytes)
    {
        await using var client = await LiveClient.ConnectAsync(server);
        var id = await client.ExecuteAsync(new { language = "bash", code = "stty -echo; echo ready; wc -c; echo over", tty = true });
        await client.ShowsAsync("ready\r\n");
        await client.EmitAsync("input", new { executionId = id, data = input, eof = true });
        Assert.Equal($"{bytes}\r\nover\r\n", (await client.FinishAsync()).Output);
    }

    [Fact]
    public async Task Input_that_comes_before_the_program_is_read_by_it()
    {
        await using var client = await LiveClient.ConnectAsync(server);
        for (var i = 0; i < 10; i++)
        {
            await client.ExecuteAsync(new { language = "bash", code = "read -r line; echo \"got $line\"", tty = true, input = "early\n" });
            Assert.Equal("early\r\ngot early\r\n", (await client.FinishAsync()).Output);
        }
    }

    [Fact]
    public async Task Programs_use_colours_and_pages()
    {
        await using var client = await LiveClient.ConnectAsync(server);
        await client.ExecuteAsync(new { language = "bash", code = "mkdir folder; ls --color=auto", tty = true });
        Assert.Contains("\e[01;34mfolder\e[0m", (await client.FinishAsync()).Output);

        var id = await client.ExecuteAsync(new { language = "bash", code = "seq 1000 | more", tty = true, rows = 10 });
        var page = await client.ShowsAsync("--More--");
        Assert.Contains("\r\n9\r\n", page);
        Assert.DoesNotContain("11\r\n", page);
        await client.InputAsync(id, " ");
        Assert.Contains("\r\n18\r\n", await client.ShowsAsync("--More--"));
        await client.InputAsync(id, "q");
        Assert.Equal(("success", 0), Ended(await client.FinishAsync()));
    }

    [Fact]
    public async Task A_program_that_never_reads_can_be_interrupted_and_stopped()
    {
        await using var client = await LiveClient.ConnectAsync(server);
        var id = await client.ExecuteAsync(new { language = "bash", code = "echo ready; exec sleep 1000", tty = true });
        await client.ShowsAsync("ready\r\n");
        await client.InputAsync(id, CtrlC);
        var (_, complete) = await client.FinishAsync();
        Assert.Equal(("SIGINT", "Signalled"), (complete.Text("signal"), complete.Text("verdict")));

        id = await client.ExecuteAsync(new { language = "bash", code = "stty -echo; echo ready; exec sleep 1000", tty = true });
        await client.ShowsAsync("ready\r\n");
        for (var i = 0; i < 20; i++)
        {
            await client.InputAsync(id, string.Concat(Enumerable.Repeat("never read\n", 9000)));
        }

        Assert.Contains("has not read", (await client.ExpectAsync("error")).Text("message"));
        await client.EmitAsync("stop", new { executionId = id });
        for (complete = default; complete.ValueKind == default;)
        {
            var (name, value) = await client.NextAsync();
            complete = name == "execution-complete" ? value : default;
        }

        Assert.Equal("cancelled", complete.Text("status"));
    }

    [Fact]
    public async Task Nothing_that_is_shown_at_the_end_is_lost()
    {
        const int Lines = 20_000;
        await using var client = await LiveClient.ConnectAsync(server);
        await client.ExecuteAsync(new { language = "bash", code = $"seq {Lines}; exit 3", tty = true });
        var (output, complete) = await client.FinishAsync();
        Assert.Equal(3, complete.Number("exitCode"));
        Assert.Equal(string.Concat(Enumerable.Range(1, Lines).Select(number => $"{number}\r\n")), output);
    }

    [Fact]
    public async Task Limits_hold()
    {
        await using var client = await LiveClient.ConnectAsync(server);
        await client.ExecuteAsync(new { language = "bash", code = "yes", tty = true });
        var (output, complete) = await client.FinishAsync();
        Assert.Equal("OutputLimit", complete.Text("verdict"));
        Assert.Equal(16 << 20, output.Length);

        await client.ExecuteAsync(new { language = "bash", code = "stty -isig; echo ready; sleep 1000", tty = true, timeout = 1000 });
        Assert.Equal("TimeLimit", (await client.FinishAsync()).Complete.Text("verdict"));
    }

    [Fact]
    public async Task The_terminal_lives_as_long_as_the_first_process()
    {
        await using var client = await LiveClient.ConnectAsync(server);

        // Without a descriptor of its terminal for a while, it still has it.
        await client.ExecuteAsync(new { language = "bash", code = "exec <&- >&- 2>&-; sleep 0.7; echo back >/dev/tty; sleep 0.7; echo again >/dev/tty; exit 4", tty = true });
        var (output, complete) = await client.FinishAsync();
        Assert.Equal(("back\r\nagain\r\n", 4), (output, complete.Number("exitCode")));

        await client.ExecuteAsync(new { language = "bash", code = "(trap '' HUP; sleep 1000) & disown; echo left", tty = true });
        (output, complete) = await client.FinishAsync();
        Assert.Equal(("left\r\n", 0), (output, complete.Number("exitCode")));
    }

    private static (string? Status, double Code) Ended((string Output, System.Text.Json.JsonElement Complete) end) => (end.Complete.Text("status"), end.Complete.Number("exitCode"));
}
