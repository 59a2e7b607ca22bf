using System.Globalization;
using System.Runtime.InteropServices;
using Hotcell.Engine.Executions;
using Hotcell.Kit;
using Hotcell.Linux;
using Hotcell.Linux.Abi;
using Xunit;

namespace Hotcell.Escape;

/// <summary>What a program can find of another one, beside it or before it.</summary>
public sealed class NeighbourClaims(CellFixture cells) : IClassFixture<LeavesNothing<CellFixture>>
{
    private const string Nothing = """
        /tmp: blocked ENOENT
        /work: blocked ENOENT
        shared memory: blocked ENOENT
        semaphore: blocked ENOENT
        message queue: blocked ENOENT
        System V shared memory: blocked ENOENT
        System V semaphore: blocked ENOENT
        System V message queue: blocked ENOENT
        abstract socket: blocked ECONNREFUSED
        """;

    [Fact]
    public async Task Cannot_find_traces_of_a_program_beside_it()
    {
        await using var neighbour = await Running.StartAsync(cells, "neighbour", "leave");

        await cells.AssertPrintsAsync(Nothing, "neighbour", "look");
    }

    [Fact]
    public async Task Cannot_find_traces_of_a_program_before_it()
    {
        var before = await cells.LinesAsync("neighbour", "both");
        Assert.All(before, line => Assert.Contains(": ESCAPED", line));

        await cells.AssertPrintsAsync(Nothing, "neighbour", "look");
    }

    [Fact]
    public async Task Cannot_see_a_program_beside_it()
    {
        await using var neighbour = await Running.StartAsync(cells, "wait");

        await cells.AssertPrintsAsync("0 other processes", "processes");
    }

    [Fact]
    public async Task Cannot_share_a_user_of_the_host_with_a_program_beside_it()
    {
        await using var one = await Running.StartAsync(cells, "wait");
        await using var other = await Running.StartAsync(cells, "wait");

        foreach (var kind in new[] { "Uid", "Gid" })
        {
            uint[] ids = [.. HostProcesses.Ids(one.Pid, kind).Distinct(), .. HostProcesses.Ids(other.Pid, kind).Distinct()];
            Assert.Equal(2, ids.Distinct().Count());

            // Above every account of the machine, and never the one that stands for nobody.
            Assert.All(ids, id => Assert.True(id >= 100_000, $"{kind} {id}"));
        }
    }

    [Fact]
    public async Task Cannot_share_any_namespace_with_the_host_or_a_program_beside_it()
    {
        await using var one = await Running.StartAsync(cells, "wait");
        await using var other = await Running.StartAsync(cells, "wait");

        foreach (var kind in new[] { "user", "mnt", "pid", "net", "ipc", "uts", "cgroup" })
        {
            string[] ours = [NamespaceOf(Environment.ProcessId, kind), NamespaceOf(cells.Warden.WardenId, kind)];
            string[] theirs = [NamespaceOf(one.Pid, kind), NamespaceOf(other.Pid, kind)];
            Assert.Equal(2, theirs.Except(ours).Count());
        }
    }

    [Fact]
    public async Task Cannot_reach_into_a_program_beside_it_or_its_init()
    {
        await using var neighbour = await Running.StartAsync(cells, "wait");
        int[] others = [neighbour.Pid, HostProcesses.ParentOf(neighbour.Pid), cells.Warden.WardenId, cells.Warden.KeeperId, Environment.ProcessId];

        var lines = await cells.LinesAsync("reach", [.. others.Select(pid => pid.ToString(CultureInfo.InvariantCulture))]);

        Assert.Equal(others.Length * 15, lines.Length);
        Assert.All(lines, line => Assert.Matches(": blocked (ESRCH|ENOENT)$", line));
    }

    /// <summary>
    /// Not promised, and so that the documents stay true: files of the image are one inode for all, and locks belong to inodes. Two programs that agree can
    /// talk by them (docs/adr/0008-image-inodes-are-shared.md).
    /// </summary>
    [Fact]
    public async Task Locks_of_image_files_hold_in_other_cells_too()
    {
        await using var holder = await Running.StartAsync(cells, "locks", "hold");
        await Task.Delay(200);

        var result = await cells.RunAsync("locks", "look");
        var locks = CellFixture.Lines(result).Where(line => line.StartsWith("lock ", StringComparison.Ordinal)).ToList();

        Assert.Contains("lock /usr/bin/env: blocked EAGAIN", locks);
        Assert.Contains("lock /proc/self/ns/uts: ESCAPED 0", locks);
        Assert.Contains("lock /tmp: ESCAPED 0", locks);
    }

    /// <summary>Some things are counted per user, and for the user above and above that; some there is one number of.</summary>
    [Fact]
    public async Task Cannot_use_up_what_others_need()
    {
        await using var hog = await Running.StartAsync(cells, "scarce", "all");

        await cells.AssertPrintsAsync(
            """
            aio context: blocked ENOSYS
            terminal: ESCAPED 0
            inotify instance: ESCAPED 0
            inotify watch: ESCAPED 0
            message queue: ESCAPED 0
            pending signal: ESCAPED 0
            timer: ESCAPED 0
            locked memory: ESCAPED 0
            """,
            "scarce");
        AssertMachineHasSome();
    }

    private static void AssertMachineHasSome()
    {
        var place = Marshal.AllocHGlobal(sizeof(long));
        Marshal.WriteInt64(place, 0);
        Assert.Equal(0, Sys.Call(SyscallNumber.__NR_io_setup, 1, place));
        Sys.Call(SyscallNumber.__NR_io_destroy, Marshal.ReadIntPtr(place));
        Assert.Equal(0, Sys.Call(SyscallNumber.__NR_timer_create, 1, 0, place));
        Sys.Call(SyscallNumber.__NR_timer_delete, Marshal.ReadInt32(place));
        Marshal.FreeHGlobal(place);
        var watcher = (int)Sys.Call(SyscallNumber.__NR_inotify_init1);
        Assert.True(watcher >= 0, Errno.NameOf(-watcher));
        Sys.Close(watcher);
    }

    private static string NamespaceOf(int pid, string kind) => new FileInfo($"/proc/{pid}/ns/{kind}").LinkTarget!;
}
