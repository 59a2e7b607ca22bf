using Hotcell.Engine.Executions;
using Hotcell.Kit;
using Xunit;
using static Hotcell.Limits.Probe;

namespace Hotcell.Limits;

/// <summary>Only the upper bound is a promise: what others leave of the CPUs is not ours to say.</summary>
public sealed class CpuShareTests(EngineFixture cells) : IClassFixture<LeavesNothing<EngineFixture>>
{
    /// <summary>What a group may use ahead of its share: one period of 100 ms of its quota, and what its last slices overran.</summary>
    private static readonly TimeSpan s_burst = Milliseconds(150);

    [Theory]
    [InlineData(0.2, 1)]
    [InlineData(0.5, 1)]
    [InlineData(0.5, 4)]
    [InlineData(1.0, 4)]
    public async Task Processes_that_want_more_get_their_share_together(double cpus, int processes)
    {
        var run = await cells.EndsAsync(Verdict.Ok, new() { Cpus = cpus }, "share", processes, 2000);

        Assert.True(run.CpuTime <= (cpus * run.WallTime) + s_burst, $"{run.CpuTime} of CPU in {run.WallTime}");
    }

    [Fact]
    public async Task A_program_below_its_share_is_not_held_up()
    {
        var run = await cells.EndsAsync(Verdict.Ok, new() { Cpus = 0.5 }, "burn", "alone", 20);

        Assert.True(run.CpuTime >= Milliseconds(20));
    }
}
