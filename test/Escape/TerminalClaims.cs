using Hotcell.Engine.Executions;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Escape;

/// <summary>A program that has a terminal can do no more than one that has none.</summary>
public sealed class TerminalClaims(CellFixture cells) : IClassFixture<LeavesNothing<CellFixture>>
{
    private const string Shell = "exec 2>/dev/null; ";

    [Fact]
    public async Task Cannot_do_anything_with_its_terminal_but_use_it() => Assert.Equal(
        [
            "0: /dev/pts/0",
            "1: /dev/pts/0",
            "2: /dev/pts/0",
            "/proc/1/fd: blocked ENOENT",
            "TIOCSTI: blocked EPERM",
            "TIOCSTI by /dev/tty: blocked EPERM",
            "TIOCSTI with high bits: blocked EPERM",
            "TIOCLINUX: blocked EPERM",
            "TIOCSETD: blocked EPERM",
            "TIOCCONS: blocked EPERM",
            "TIOCGPTPEER of the program's side: blocked EIO",
            "TIOCPKT of the program's side: blocked ENOTTY",
            "vhangup: blocked EPERM",
            "take the terminal of another session: blocked EPERM",
            "take it by force: blocked EPERM",
            "open the terminal of another session as one's own: blocked ENXIO",
            "TIOCSTI from another session: blocked EPERM",
            "7 more terminals",
            "the next: blocked ENOSPC",
        ],
        await ShownAsync(CellFixture.Probe("tty")));

    [Fact]
    public async Task Cannot_see_the_terminal_of_a_program_beside_it()
    {
        var interaction = new Interaction(TerminalSize.Usual);
        var shown = new TaskCompletionSource();
        var running = RunAsync(Bash("echo here; read line; echo $line") with { Interaction = interaction }, text => shown.TrySetResult());
        await shown.Task.WaitAsync(Machine.Patience * TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        // Both are number 0: of their own.
        Assert.Equal(["/dev/pts/0 /dev/pts/ptmx", "over"], await ShownAsync(Bash(Shell + "echo /dev/pts/*; echo overheard >/dev/pts/1; echo over")));
        Assert.Equal(["/dev/pts/ptmx", "over"], CellFixture.Lines(await cells.Engine.RunAsync(Bash(Shell + "echo /dev/pts/*; echo overheard >/dev/pts/0; echo over"))));
        interaction.Write("quiet\r"u8);
        Assert.Equal("here\r\nquiet\r\nquiet\r\n", await running);
    }

    /// <summary>Whoever stops what it writes, or makes its terminal its own alone, has only itself to blame.</summary>
    [Theory]
    [InlineData("stty raw -echo; printf '\\023'; sleep 0.2; printf over")]
    [InlineData("python3 -c 'import fcntl, termios; fcntl.ioctl(0, termios.TIOCEXCL)'; printf over")]
    [InlineData("(trap '' HUP TTOU; setsid sleep 1000 & ) ; printf over")]
    [InlineData("stty rows 0 cols 0; printf over")]
    public async Task Cannot_keep_its_cell_by_its_terminal(string script)
    {
        Assert.EndsWith("over", await RunAsync(Bash(script) with { Interaction = new(TerminalSize.Usual) }, _ => { }));
        await cells.ServeAsync();
    }

    /// <summary>Init must have the terminal by then: nobody can open it any more.</summary>
    [Fact]
    public async Task Cannot_break_its_cell_by_being_quick_to_make_its_terminal_exclusive()
    {
        for (var run = 0; run < 40; run++)
        {
            Assert.Equal(["mine"], await ShownAsync(CellFixture.Probe("exclusive")));
        }
    }

    [Fact]
    public async Task Cannot_flood_a_terminal()
    {
        var limits = new RequestedLimits { Output = new(64 << 10) };
        var shown = await RunAsync(Bash("yes") with { Limits = limits, Interaction = new(TerminalSize.Usual) }, _ => { }, Verdict.OutputLimit);
        Assert.Equal(64 << 10, shown.Length);
    }

    private static ExecutionRequest Bash(string script) => new() { Language = "bash", Files = [new SourceFile(null, System.Text.Encoding.UTF8.GetBytes(script))] };

    private async Task<string[]> ShownAsync(ExecutionRequest request) =>
        (await RunAsync(request with { Interaction = new(TerminalSize.Usual) }, _ => { })).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

    /// <summary>All that its terminal shows.</summary>
    private async Task<string> RunAsync(ExecutionRequest request, Action<string> shows, Verdict verdict = Verdict.Ok)
    {
        var text = "";
        await foreach (var happened in cells.Engine.Executions.RunAsync(request, TestContext.Current.CancellationToken))
        {
            if (happened is ExecutionEvent.Output { Stage: Stage.Run } output)
            {
                text += output.Bytes.AsText();
                shows(text);
            }
            else if (happened is ExecutionEvent.Finished { Result: var result })
            {
                Assert.True(result.Verdict == verdict, $"{result.Verdict} after {text}");
            }
        }

        return text;
    }
}
