using Hotcell.Engine.Executions;
using Hotcell.Kit;
using Xunit;
using static Hotcell.Limits.Probe;

namespace Hotcell.Limits;

public sealed class CpuTimeTests(EngineFixture cells) : IClassFixture<LeavesNothing<EngineFixture>>
{
    /// <summary>An emulated CPU is slower than what its machine counts for it.</summary>
    private static readonly int s_slower = Machine.Patience;

    private static readonly RequestedLimits s_limit = new() { CpuTime = Milliseconds(1000), WallTime = Milliseconds(60_000), Cpus = 2 };

    [Theory]
    [InlineData("alone")]
    [InlineData("waited")]
    [InlineData("unwaited")]
    [InlineData("threads")]
    public async Task Cpu_time_below_the_limit_is_told(string way)
    {
        var limits = s_limit with { CpuTime = s_limit.CpuTime * s_slower };

        var run = await cells.EndsAsync(Verdict.Ok, limits, "burn", way, 500);

        Assert.InRange(run.CpuTime, Milliseconds(490), limits.CpuTime!.Value);
    }

    [Theory]
    [InlineData("alone")]
    [InlineData("waited")]
    [InlineData("unwaited")]
    [InlineData("threads")]
    public async Task Cpu_time_of_all_processes_and_threads_counts_against_the_limit(string way)
    {
        var run = await cells.EndsAsync(Verdict.CpuTimeLimit, s_limit, "burn", way, 20_000);

        Assert.InRange(run.CpuTime, s_limit.CpuTime!.Value, Milliseconds(2500));
        Assert.Null(run.ExitCode);
    }

    [Fact]
    public async Task No_result_is_Ok_that_used_more_cpu_time_than_its_limit()
    {
        for (var milliseconds = 80; milliseconds <= 104; milliseconds += 4)
        {
            var limits = s_limit with { CpuTime = Milliseconds(100) };
            var result = await cells.RunAsync(limits, "burn", "alone", milliseconds);

            Assert.True(result.Verdict == (result.Run!.CpuTime >= limits.CpuTime ? Verdict.CpuTimeLimit : Verdict.Ok), result.Describe());
        }
    }

    [Fact]
    public async Task Sleeping_costs_no_cpu_time()
    {
        var run = await cells.EndsAsync(Verdict.Ok, new() { CpuTime = Milliseconds(400 * s_slower), WallTime = Milliseconds(60_000) }, "sleep", 1500 * s_slower);

        Assert.True(run.WallTime >= Milliseconds(1500 * s_slower) && run.CpuTime < Milliseconds(400 * s_slower));
    }
}
