using Hotcell.Engine;
using Hotcell.Engine.Executions;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Escape;

/// <summary>What a program can use up: its own share. After each bomb an ordinary program runs, and nothing is left of the bomb.</summary>
public sealed class ResourceClaims(CellFixture cells) : IAsyncLifetime
{
    private LeakCheck? _before;

    public async ValueTask InitializeAsync()
    {
        await cells.AssertServesAsync();
        _before = await LeakCheck.TakeAsync(cells.Warden.KeeperId);
    }

    public async ValueTask DisposeAsync()
    {
        await cells.AssertServesAsync();
        await _before!.AssertNothingLeftAsync();
    }

    [Fact]
    public async Task Cannot_bomb_with_forks()
    {
        var bomb = cells.RunAsync(new RequestedLimits { WallTime = TimeSpan.FromSeconds(2) }, "fork_bomb");
        await cells.AssertServesAsync();

        Assert.Contains((await bomb).Verdict, new[] { Verdict.TimeLimit, Verdict.CpuTimeLimit });
    }

    [Fact]
    public async Task Cannot_have_more_processes_than_its_limit()
    {
        var result = await cells.RunAsync(new RequestedLimits { Processes = 20 }, "fork_bomb", "once");

        Assert.Equal(Verdict.ProcessLimit, result.Verdict);
        Assert.Equal(["fork: blocked EAGAIN", "19 children"], CellFixture.Lines(result));
    }

    [Fact]
    public async Task Cannot_have_more_threads_than_its_limit()
    {
        var result = await cells.RunAsync(new RequestedLimits { Processes = 20 }, "thread_bomb");

        Assert.Equal(Verdict.ProcessLimit, result.Verdict);
        Assert.Equal(["thread: blocked EAGAIN", "19 threads"], CellFixture.Lines(result));
    }

    [Theory]
    [InlineData("anonymous")]
    [InlineData("shared")]
    [InlineData("system-v")]
    [InlineData("memory-file")]
    [InlineData("processes")]
    public async Task Cannot_take_more_memory_than_its_limit(string way)
    {
        var limit = ByteSize.FromMebibytes(128);

        var result = await cells.RunAsync(new RequestedLimits { Memory = limit }, "memory", way);

        Assert.True(result.Verdict == Verdict.MemoryLimit, result.Describe());
        Assert.InRange(result.Run!.PeakMemory.Mebibytes, 100, limit.Mebibytes);
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

    [Fact]
    public Task Cannot_leave_folders_too_deep_to_remove() => cells.AssertPrintsAsync("5000 deep", "deep");

    [Fact]
    public async Task Cannot_open_more_descriptors_than_its_limit()
    {
        var (compile, run) = await cells.LinesOfBothAsync("descriptor_bomb");

        Assert.Equal(["open: blocked EMFILE", "last 1023"], compile);
        Assert.Equal(["open: blocked EMFILE", "last 255"], run);
    }

    [Theory]
    [InlineData("stdout", "blocks")]
    [InlineData("stderr", "blocks")]
    [InlineData("both", "blocks")]
    [InlineData("stdout", "bytes")]
    public async Task Cannot_flood_the_output(string stream, string size)
    {
        var limit = ByteSize.FromKibibytes(100);
        var result = await cells.RunAsync(new RequestedLimits { Output = limit }, "flood", stream, size);

        Assert.Equal(Verdict.OutputLimit, result.Verdict);
        Assert.Equal(limit.Bytes, Math.Max(result.Run!.Stdout.Length, result.Run.Stderr.Length));
        Assert.True(result.Run.Interleaved.Length <= 2 * limit.Bytes);
    }

    [Fact]
    public async Task Cannot_push_ahead_of_others() =>
        Assert.All(await cells.LinesAsync("priority"), line => Assert.Matches(": blocked (EPERM|EACCES)$", line));

    [Fact]
    public async Task Cannot_hide_cpu_time_in_children()
    {
        var result = await cells.RunAsync(new RequestedLimits { CpuTime = TimeSpan.FromSeconds(1) }, "burn");

        Assert.Equal(Verdict.CpuTimeLimit, result.Verdict);
        Assert.InRange(result.Run!.CpuTime, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(2));
    }
}
