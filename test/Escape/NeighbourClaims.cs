using Hotcell.Engine.Executions;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Escape;

/// <summary>What a program can find of another one, beside it or before it.</summary>
public sealed class NeighbourClaims(CellFixture cells)
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

    private static string NamespaceOf(int pid, string kind) => new FileInfo($"/proc/{pid}/ns/{kind}").LinkTarget!;

    /// <summary>A probe that runs until it is disposed of.</summary>
    private sealed class Running(int pid, Task running, CancellationTokenSource cancel) : IAsyncDisposable
    {
        /// <summary>As the host numbers it.</summary>
        public int Pid { get; } = pid;

        public static async Task<Running> StartAsync(CellFixture cells, string probe, params string[] args)
        {
            var mark = Guid.NewGuid().ToString();
            var cancel = new CancellationTokenSource();
            var printed = new TaskCompletionSource();
            var running = FollowAsync(cells.Engine.Executions.RunAsync(CellFixture.Probe(probe, [.. args, mark]), cancel.Token), printed);
            await printed.Task.WaitAsync(TimeSpan.FromSeconds(20));
            return new Running(HostProcesses.With(mark).Single(), running, cancel);
        }

        public async ValueTask DisposeAsync()
        {
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
            cancel.Dispose();
        }

        private static async Task FollowAsync(IAsyncEnumerable<ExecutionEvent> events, TaskCompletionSource printed)
        {
            await foreach (var happened in events)
            {
                if (happened is ExecutionEvent.Output { Stage: Stage.Run })
                {
                    printed.TrySetResult();
                }
            }
        }
    }
}
