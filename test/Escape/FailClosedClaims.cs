using System.Diagnostics;
using System.Globalization;
using Hotcell.Engine;
using Hotcell.Engine.Executions;
using Hotcell.Kit;
using Hotcell.Linux.Abi;
using Hotcell.Protocol;
using Xunit;

namespace Hotcell.Escape;

/// <summary>
/// A protection that cannot be set up is a cell that does not come to be. The kernel is made to lack one system call after the other
/// (<c>without.c</c>), as an older one does, or somebody else's filter: nothing falls back, nothing goes on with less.
/// </summary>
public sealed class FailClosedClaims : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hotcell-without-");

    private string Launcher => Path.Combine(_folder.FullName, "without");

    public async ValueTask InitializeAsync()
    {
        var source = Path.Combine(Machine.Repository, "test", "Escape", "without.c");
        using var gcc = Process.Start("gcc", ["-o", Launcher, source]);
        await gcc.WaitForExitAsync();
        Assert.Equal(0, gcc.ExitCode);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>What every cell needs, and the warden for itself: it says so and ends.</summary>
    [Theory]
    [InlineData(SyscallNumber.__NR_clone3, "clone3 with the warden's namespaces: ENOSYS")]
    [InlineData(SyscallNumber.__NR_close_range, "close_range: errno 38")]
    [InlineData(SyscallNumber.__NR_openat2, "openat2: ENOSYS")]
    [InlineData(SyscallNumber.__NR_setresgid, "setresgid: errno 38")]
    [InlineData(SyscallNumber.__NR_setgroups, "setgroups: errno 38")]
    [InlineData(SyscallNumber.__NR_setresuid, "setresuid: errno 38")]
    [InlineData(SyscallNumber.__NR_prctl, "prctl: errno 38")]
    [InlineData(SyscallNumber.__NR_mount, "make mounts private: ENOSYS")]
    [InlineData(SyscallNumber.__NR_fsopen, "fsopen tmpfs: ENOSYS")]
    [InlineData(SyscallNumber.__NR_fsmount, "fsmount tmpfs: ENOSYS")]
    [InlineData(SyscallNumber.__NR_open_tree, "open_tree /dev/null: ENOSYS")]
    [InlineData(SyscallNumber.__NR_move_mount, "move_mount /sys: ENOSYS")]
    [InlineData(SyscallNumber.__NR_mount_setattr, "mount_setattr /dev/null: ENOSYS")]
    [InlineData(SyscallNumber.__NR_pivot_root, "pivot_root: ENOSYS")]
    [InlineData(SyscallNumber.__NR_umount2, "detach the host's root: ENOSYS")]
    public async Task Cannot_be_started_without(int syscall, string says)
    {
        await using var keeper = Child.Start(
            Launcher, Number(syscall), Machine.Warden, "--socket", Path.Combine(_folder.FullName, "warden.sock"), "--until-stdin-closes");

        Assert.Equal(125, await keeper.WaitForExitAsync());
        Assert.Contains($"hotcell-warden: {says}\n", keeper.Log);
    }

    /// <summary>What only a cell needs: no program runs, and the fault names the step.</summary>
    [Theory]
    [InlineData(SyscallNumber.__NR_sethostname, CellStep.SetHostName)]
    [InlineData(SyscallNumber.__NR_unshare, CellStep.UnshareCgroup)]
    [InlineData(SyscallNumber.__NR_capset, CellStep.ConfineInit)]
    [InlineData(SyscallNumber.__NR_seccomp, CellStep.ConfineInit)]
    [InlineData(SyscallNumber.__NR_capget, CellStep.CheckNoCapabilities)]
    [InlineData(SyscallNumber.__NR_signalfd4, CellStep.StartProgram)]
    [InlineData(SyscallNumber.__NR_timerfd_create, CellStep.StartProgram)]
    public async Task Cannot_run_a_program_without(int syscall, CellStep step)
    {
        await using var warden = new WardenFixture { Launcher = [Launcher, Number(syscall)] };
        await warden.InitializeAsync();
        await using var engine = await warden.ConnectAsync();

        var events = await engine.Executions.RunAsync(EchoRan()).ToListAsync();

        Assert.DoesNotContain(events, happened => happened is ExecutionEvent.Output or ExecutionEvent.Started);
        var fault = Assert.IsType<ExecutionEvent.Faulted>(events[^1]).Fault;
        Assert.Equal((step, Errno.ENOSYS), (fault.Step, fault.Errno));
    }

    /// <summary>What only a terminal needs: programs without one run.</summary>
    [Theory]
    [InlineData(Terminals.TIOCSPTLCK, 0)]
    [InlineData(Terminals.TIOCGPTPEER, 1)]
    [InlineData(Terminals.TIOCSWINSZ, 3)]
    [InlineData(Terminals.TIOCSCTTY, 4)]
    public async Task Cannot_have_a_terminal_without(long request, int index)
    {
        await using var warden = new WardenFixture { Launcher = [Launcher, $"{SyscallNumber.__NR_ioctl}:{request}"] };
        await warden.InitializeAsync();
        await using var engine = await warden.ConnectAsync();

        var events = await engine.Executions.RunAsync(EchoRan() with { Interaction = new(TerminalSize.Usual) }).ToListAsync();

        Assert.DoesNotContain(events, happened => happened is ExecutionEvent.Output or ExecutionEvent.Started);
        var fault = Assert.IsType<ExecutionEvent.Faulted>(events[^1]).Fault;
        Assert.Equal((CellStep.OpenTerminal, index, Errno.ENOSYS), (fault.Step, fault.Index, fault.Errno));
        Assert.Equal(["ran"], CellFixture.Lines(await engine.RunAsync(EchoRan())));
    }

    /// <summary>The launcher itself changes nothing: without a call that nobody needs, all is as ever.</summary>
    [Fact]
    public async Task Can_run_without_what_is_not_needed()
    {
        await using var warden = new WardenFixture { Launcher = [Launcher, Number(SyscallNumber.__NR_ustat)] };
        await warden.InitializeAsync();
        await using var engine = await warden.ConnectAsync();

        Assert.Equal(["ran"], CellFixture.Lines(await engine.RunAsync(EchoRan())));
    }

    private static ExecutionRequest EchoRan() => new() { Language = "bash", Files = [new SourceFile(null, "echo ran"u8.ToArray())] };

    private static string Number(int syscall) => syscall.ToString(CultureInfo.InvariantCulture);
}
