using System.Diagnostics;
using System.Globalization;
using Hotcell.Engine.Executions;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Escape;

/// <summary>What a program can do to other processes, and what it can leave behind.</summary>
public sealed class ProcessClaims(CellFixture cells) : IClassFixture<LeavesNothing<CellFixture>>
{
    [Fact]
    public Task Cannot_see_other_processes() => cells.AssertPrintsAsync("0 other processes", "processes");

    [Fact]
    public async Task Cannot_signal_init_or_processes_of_the_host()
    {
        int[] host = [Environment.ProcessId, cells.Warden.KeeperId, cells.Warden.WardenId];
        var lines = await cells.LinesAsync("kill", [.. host.Select(pid => pid.ToString(CultureInfo.InvariantCulture))]);

        Assert.Equal(
            [
                "kill(1, SIGKILL): blocked EPERM", "kill(1, 0): blocked EPERM", "tgkill(1, 1, 0): blocked EPERM", "sigqueue(1, 0): blocked EPERM",
                "pidfd_send_signal(1, 0): blocked EPERM", .. host.Select(_ => "a process of the host: blocked ESRCH"),
            ],
            lines);
    }

    [Fact]
    public Task Cannot_kill_more_than_its_own() => cells.AssertPrintsAsync("killed 3 of its own\na second time: blocked ESRCH", "kill_all");

    [Fact]
    public Task Cannot_reach_into_init() => cells.AssertBlockedAsync("EPERM", "init");

    [Theory]
    [InlineData("loud")]
    [InlineData("quiet")]
    public async Task Cannot_leave_a_daemon_behind(string manner)
    {
        var mark = Guid.NewGuid().ToString();
        var watch = Stopwatch.StartNew();

        var result = await cells.RunAsync("daemon", mark, manner);

        Assert.Equal(["left"], CellFixture.Lines(result));
        Assert.True(watch.Elapsed < Machine.Patience * TimeSpan.FromSeconds(5), "The result must not wait for the daemon.");
        Assert.Empty(HostProcesses.With(mark));
    }

    [Fact]
    public async Task Cannot_outlive_its_time_by_stopping_itself()
    {
        var result = await cells.RunAsync(new RequestedLimits { WallTime = TimeSpan.FromSeconds(1) }, "stop");

        Assert.Equal(Verdict.TimeLimit, result.Verdict);
        Assert.Equal(["stopping"], CellFixture.Lines(result));
    }

    [Fact]
    public async Task Cannot_end_early_by_closing_its_stdio()
    {
        var result = await cells.RunAsync("closed_stdio");

        Assert.Equal(Verdict.RuntimeError, result.Verdict);
        Assert.Equal(7, result.Run!.ExitCode);
        Assert.True(result.Run.WallTime >= TimeSpan.FromMilliseconds(300));
    }

    [Fact]
    public async Task Cannot_outlive_a_cancelled_request()
    {
        var mark = Guid.NewGuid().ToString();
        using var cancel = new CancellationTokenSource();
        var running = cells.Engine.RunAsync(CellFixture.Probe("wait", mark), cancel.Token);
        await Eventually.HoldsAsync(() => HostProcesses.With(mark).Count > 0, "the program runs");

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await Eventually.HoldsAsync(() => HostProcesses.With(mark).Count == 0, "the program is gone");
    }
}
