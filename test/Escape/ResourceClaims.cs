using Hotcell.Engine;
using Hotcell.Engine.Executions;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Escape;

/// <summary>What a program can use up: its own share. After each bomb an ordinary program runs, and nothing is left of the bomb.</summary>
public sealed class ResourceClaims(CellFixture cells) : IClassFixture<LeavesNothing<CellFixture>>, IAsyncLifetime
{
    private LeakCheck? _before;

    public async ValueTask InitializeAsync()
    {
        await cells.ServeAsync();
        _before = await LeakCheck.TakeAsync(cells.Warden.KeeperId);
    }

    public async ValueTask DisposeAsync()
    {
        await cells.ServeAsync();
        await _before!.AssertNothingLeftAsync();
    }

    [Theory]
    [InlineData(Stage.Run)]
    [InlineData(Stage.Compile)]
    public async Task Cannot_bomb_with_forks(Stage stage)
    {
        var bomb = cells.RunInAsync(stage, new RequestedLimits { WallTime = TimeSpan.FromSeconds(3) }, "fork_bomb");
        await cells.ServeAsync();

        Assert.Contains((await bomb).Verdict, new[] { Verdict.TimeLimit, Verdict.CpuTimeLimit });
    }

    [Theory]
    [InlineData(Stage.Run)]
    [InlineData(Stage.Compile)]
    public async Task Cannot_have_more_processes_than_its_limit(Stage stage)
    {
        var result = await cells.RunInAsync(stage, new RequestedLimits { Processes = 20 }, "fork_bomb", "once");

        Assert.Equal(Verdict.ProcessLimit, result.Verdict);
        Assert.Equal(["fork: blocked EAGAIN", "19 children"], CellFixture.Lines(result));
    }

    [Theory]
    [InlineData(Stage.Run)]
    [InlineData(Stage.Compile)]
    public async Task Cannot_have_more_threads_than_its_limit(Stage stage)
    {
        var result = await cells.RunInAsync(stage, new RequestedLimits { Processes = 20 }, "thread_bomb");

        Assert.Equal(Verdict.ProcessLimit, result.Verdict);
        Assert.Equal(["thread: blocked EAGAIN", "19 threads"], CellFixture.Lines(result));
    }

    [Theory]
    [InlineData(Stage.Run, "anonymous")]
    [InlineData(Stage.Run, "shared")]
    [InlineData(Stage.Run, "system-v")]
    [InlineData(Stage.Run, "memory-file")]
    [InlineData(Stage.Run, "processes")]
    [InlineData(Stage.Compile, "anonymous")]
    [InlineData(Stage.Compile, "shared")]
    [InlineData(Stage.Compile, "system-v")]
    [InlineData(Stage.Compile, "memory-file")]
    [InlineData(Stage.Compile, "processes")]
    public async Task Cannot_take_more_memory_than_its_limit(Stage stage, string way)
    {
        var limit = ByteSize.FromMebibytes(128);

        var result = await cells.RunInAsync(stage, new RequestedLimits { Memory = limit, Disk = ByteSize.FromMebibytes(32) }, "memory", way);

        Assert.Equal(Verdict.MemoryLimit, result.Verdict);
        Assert.InRange(result.PeakMemory.Mebibytes, 100, limit.Mebibytes);
    }

    [Fact]
    public async Task Cannot_take_memory_that_is_not_counted() =>
        Assert.All(await cells.LinesAsync("huge_pages"), line => Assert.Contains(": blocked ", line));

    [Theory]
    [InlineData("bytes", 256)]
    [InlineData("bytes", 64)]
    [InlineData("inodes", 256)]
    [InlineData("inodes", 64)]
    public async Task Cannot_run_out_of_memory_by_filling_its_disks(string what, int megabytes)
    {
        var result = await cells.RunAsync(
            new RequestedLimits { Memory = ByteSize.FromMebibytes(megabytes) }, "fill", what, "/work", "/tmp", "/dev/shm");

        Assert.True(result.Verdict == Verdict.Ok, result.Describe());
        Assert.Equal(["/work: blocked ENOSPC", "/tmp: blocked ENOSPC", "/dev/shm: blocked ENOSPC"], CellFixture.Lines(result));
    }

    [Fact]
    public async Task Cannot_write_more_than_its_disk_limit()
    {
        var result = await cells.RunAsync(new RequestedLimits { Disk = ByteSize.FromMebibytes(8) }, "fill", "bytes", "/work");

        Assert.Equal(["/work: blocked ENOSPC"], CellFixture.Lines(result));
        Assert.InRange(result.Run!.PeakMemory.Mebibytes, 4, 12);
    }

    [Fact]
    public Task Cannot_make_a_file_larger_than_its_limit() => cells.AssertBlockedAsync("EFBIG", "big_file");

    [Theory]
    [InlineData(Stage.Run, Verdict.Ok)]
    [InlineData(Stage.Compile, Verdict.OutputLimit)]
    public async Task Cannot_leave_folders_too_deep_to_remove(Stage stage, Verdict verdict)
    {
        var result = await cells.RunInAsync(stage, new RequestedLimits(), "deep");

        Assert.Equal((verdict, "5000 deep\n"), (result.Verdict, result.Stdout.AsText()));
    }

    [Fact]
    public async Task Cannot_open_more_descriptors_than_its_limit()
    {
        var (compile, run) = await cells.LinesOfBothAsync("descriptor_bomb");

        Assert.Equal(["open: blocked EMFILE", "last 1023"], compile);
        Assert.Equal(["open: blocked EMFILE", "last 255"], run);
    }

    [Theory]
    [InlineData(Stage.Run, "stdout", "blocks")]
    [InlineData(Stage.Run, "stderr", "blocks")]
    [InlineData(Stage.Run, "both", "blocks")]
    [InlineData(Stage.Run, "stdout", "bytes")]
    [InlineData(Stage.Compile, "both", "blocks")]
    public async Task Cannot_flood_the_output(Stage stage, string stream, string size)
    {
        var limit = ByteSize.FromKibibytes(100);
        var result = await cells.RunInAsync(stage, new RequestedLimits { Output = limit }, "flood", stream, size);

        Assert.Equal(Verdict.OutputLimit, result.Verdict);
        Assert.Equal(limit.Bytes, Math.Max(result.Stdout.Length, result.Stderr.Length));
        Assert.True(result.Interleaved.Length <= 2 * limit.Bytes);
    }

    [Fact]
    public async Task Cannot_push_ahead_of_others() =>
        Assert.All(await cells.LinesAsync("priority"), line => Assert.Matches(": blocked (EPERM|EACCES)$", line));

    [Theory]
    [InlineData(Stage.Run)]
    [InlineData(Stage.Compile)]
    public async Task Cannot_hide_cpu_time_in_children(Stage stage)
    {
        var result = await cells.RunInAsync(stage, new RequestedLimits { CpuTime = TimeSpan.FromSeconds(2), WallTime = TimeSpan.FromSeconds(60) }, "burn");

        Assert.Equal(Verdict.CpuTimeLimit, result.Verdict);
        Assert.InRange(result.CpuTime, TimeSpan.FromSeconds(1.9), TimeSpan.FromSeconds(3));
    }
}
