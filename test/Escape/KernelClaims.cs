using Hotcell.Kit;
using Xunit;

namespace Hotcell.Escape;

/// <summary>What a program can ask of the kernel.</summary>
public sealed class KernelClaims(CellFixture cells) : IClassFixture<LeavesNothing<CellFixture>>
{
    [Fact]
    public async Task Cannot_mount_unmount_or_change_the_root()
    {
        await cells.AssertBlockedAsync("EPERM", "mounts");

        var result = await cells.RunAsync("mounts");
        Assert.Equal("mount", result.Run!.RefusedSyscall);
    }

    [Fact]
    public Task Cannot_make_or_enter_namespaces() => cells.AssertBlockedAsync("EPERM", "namespaces");

    [Fact]
    public Task Cannot_tire_the_filter() => cells.AssertPrintsAsync("refused 100000", "refusals");

    [Fact]
    public Task Cannot_hide_flags_in_clone3() => cells.AssertBlockedAsync("ENOSYS", "clone3");

    [Fact]
    public Task Cannot_call_kernel_code_that_has_no_use_here() => cells.AssertPrintsAsync(
        """
        bpf: blocked EPERM
        perf_event_open: blocked EPERM
        userfaultfd: blocked EPERM
        userfaultfd for user mode: blocked EPERM
        io_uring_setup: blocked ENOSYS
        io_uring_enter: blocked ENOSYS
        io_uring_register: blocked ENOSYS
        io_setup: blocked ENOSYS
        add_key: blocked EPERM
        request_key: blocked EPERM
        keyctl: blocked EPERM
        open_by_handle_at: blocked EPERM
        name_to_handle_at: blocked EOPNOTSUPP
        fanotify_init: blocked EPERM
        kexec_load: blocked EPERM
        kexec_file_load: blocked EPERM
        init_module: blocked EPERM
        finit_module: blocked EPERM
        delete_module: blocked EPERM
        reboot: blocked EPERM
        swapon: blocked EPERM
        swapoff: blocked EPERM
        acct: blocked EPERM
        quotactl: blocked EPERM
        syslog: blocked EPERM
        iopl: blocked EPERM
        ioperm: blocked EPERM
        sethostname: blocked EPERM
        setdomainname: blocked EPERM
        clock_settime: blocked EPERM
        settimeofday: blocked EPERM
        vhangup: blocked EPERM
        personality of a 32-bit program: blocked EPERM
        personality that maps page zero: blocked EPERM
        core scheduling: blocked EINVAL
        modify_ldt: blocked ENOSYS
        memfd_secret: blocked ENOSYS
        cachestat: blocked ENOSYS
        statmount: blocked ENOSYS
        listmount: blocked ENOSYS
        a call of the future: blocked ENOSYS
        """,
        "kernel");

    [Fact]
    public Task Cannot_load_code_of_its_own_into_the_kernel() => cells.AssertPrintsAsync(
        """
        a filter: blocked EINVAL
        a filter that logs: blocked EINVAL
        a filter that logs its refusals: blocked EINVAL
        a filter with a listener: blocked EINVAL
        a filter by prctl: blocked EINVAL
        a filter with high bits: blocked EINVAL
        strict mode: blocked EINVAL
        strict mode by prctl: blocked EINVAL
        a packet filter: blocked EPERM
        a packet filter by bpf: blocked EPERM
        a filter of listeners: blocked EPERM
        a filter of listeners by bpf: blocked EPERM
        a layer below TCP's user: blocked ENOENT
        """,
        "own_code");

    [Fact]
    public Task Cannot_enter_the_kernel_by_another_door() => cells.AssertBlockedAsync("ENOSYS", "foreign_abi");

    [Fact]
    public Task Cannot_type_into_a_terminal() => cells.AssertBlockedAsync("EPERM", "terminal");

    /// <summary>
    /// Where core_pattern is a pipe, its handler would run as root of the machine, and the kernel would say that a core was dumped. A machine made for
    /// tests has a handler that leaves a mark: <c>|/usr/bin/touch FILE</c>.
    /// </summary>
    [Fact]
    public async Task Cannot_start_the_hosts_core_handler()
    {
        await cells.AssertPrintsAsync(
            """
            core size 1 of 1
            0 by setrlimit: blocked EPERM
            0 by setrlimit itself: blocked EPERM
            0 by prlimit: blocked EPERM
            more by prlimit: blocked EPERM
            with high bits: blocked EPERM
            0 for a child: blocked EPERM
            0 dumped, 0 files more
            """,
            "core");

        var handler = (await File.ReadAllTextAsync("/proc/sys/kernel/core_pattern")).Trim().Split(' ');
        Assert.False(handler[0] == "|/usr/bin/touch" && File.Exists(handler[^1]), "The handler ran.");
    }

    [Fact]
    public async Task Cannot_read_the_machine_in_proc() =>
        Assert.All(await ProcLinesAsync("read "), line => Assert.Matches(": blocked (empty|EPERM|EACCES|ENOENT)$", line));

    [Fact]
    public async Task Cannot_change_anything_by_proc() =>
        Assert.All(await ProcLinesAsync("write "), line => Assert.Matches(": blocked (masked|EROFS|EACCES|ENOENT)$", line));

    [Fact]
    public Task Cannot_see_cgroups() => cells.AssertPrintsAsync("/sys/fs/cgroup: blocked ENOENT", "cgroup");

    private async Task<IEnumerable<string>> ProcLinesAsync(string attempt)
    {
        var lines = (await cells.LinesAsync("proc")).Where(line => line.StartsWith(attempt, StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(lines);
        return lines;
    }
}
