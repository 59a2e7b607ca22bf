using Hotcell.Engine.Executions;
using Hotcell.Kit;
using Xunit;
using static Hotcell.Limits.Probe;

namespace Hotcell.Limits;

public sealed class FileTests(EngineFixture cells) : IClassFixture<LeavesNothing<EngineFixture>>
{
    private const long Mebibyte = 1 << 20;

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    public async Task A_file_may_be_as_large_as_the_limit(long more) =>
        Assert.Equal("made", await cells.SaysAsync(new() { FileSize = MiB(2) }, "file_size", (2 * Mebibyte) + more));

    [Fact]
    public async Task A_larger_file_is_a_signal_that_says_so()
    {
        var run = await cells.EndsAsync(Verdict.Signalled, new() { FileSize = MiB(2) }, "file_size", (2 * Mebibyte) + 1);

        Assert.Equal("SIGXFSZ", run.Signal);
    }

    [Theory]
    [InlineData(31, "31")]
    [InlineData(32, "32")]
    [InlineData(33, "32, then EMFILE")]
    public async Task As_many_files_as_the_limit_are_open_at_once(int wanted, string says) =>
        Assert.Equal(says, await cells.SaysAsync(new() { OpenFiles = 32 }, "open_files", wanted));

    [Theory]
    [InlineData("/work", 8, -1, "filled")]
    [InlineData("/work", 8, 0, "filled")]
    [InlineData("/work", 8, 1, "ENOSPC")]
    [InlineData("/tmp", 16, -1, "filled")]
    [InlineData("/tmp", 16, 0, "filled")]
    [InlineData("/tmp", 16, 1, "ENOSPC")]
    [InlineData("/dev/shm", 16, 0, "filled")]
    [InlineData("/dev/shm", 16, 1, "ENOSPC")]
    public async Task A_disk_holds_as_many_bytes_as_its_limit(string folder, long megabytes, int more, string ending)
    {
        var limits = new RequestedLimits { Disk = MiB(8), Memory = MiB(128), FileSize = MiB(64) };

        // What the compiler left in /work is on the same disk, which keeps the compiler's size where that is larger.
        var says = await cells.SaysAsync(limits, "disk", folder, "bytes", more);

        Assert.Equal($"of {megabytes * Mebibyte}: {ending}", says);
    }

    [Theory]
    [InlineData("/work", -1, "filled")]
    [InlineData("/work", 0, "filled")]
    [InlineData("/work", 1, "ENOSPC")]
    [InlineData("/tmp", 0, "filled")]
    [InlineData("/tmp", 1, "ENOSPC")]
    [InlineData("/dev/shm", 0, "filled")]
    [InlineData("/dev/shm", 1, "ENOSPC")]
    public async Task A_disk_holds_as_many_files_as_its_limit(string folder, int more, string ending) =>
        Assert.Equal($"of 16384: {ending}", await cells.SaysAsync(new(), "disk", folder, "files", more));
}
