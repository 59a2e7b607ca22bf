using Hotcell.Engine.Executions;
using Hotcell.Kit;
using Xunit;
using static Hotcell.Limits.Probe;

namespace Hotcell.Limits;

public sealed class WallTimeTests(EngineFixture cells) : IClassFixture<LeavesNothing<EngineFixture>>
{
    [Fact]
    public async Task A_program_below_its_wall_time_ends_by_itself() =>
        Assert.Equal("over", await cells.SaysAsync(new() { WallTime = Milliseconds(8000) }, "sleep", 300));

    [Fact]
    public async Task A_program_has_all_of_its_wall_time_and_no_more()
    {
        var run = await cells.EndsAsync(Verdict.TimeLimit, new() { WallTime = Milliseconds(500) }, "sleep", 60_000);

        Assert.True(run.WallTime >= Milliseconds(500), $"It was ended after {run.WallTime}.");
        Assert.True(run.WallTime < Milliseconds(10_000), $"It was ended only after {run.WallTime}.");
        Assert.Equal((null, "SIGKILL", 0), (run.ExitCode, run.Signal, run.Stdout.Length));
    }

    [Fact]
    public async Task No_result_is_Ok_that_took_longer_than_its_limit()
    {
        // Ends by itself about when its time is up: whoever comes first, time and verdict must fit together.
        for (var milliseconds = 90; milliseconds <= 110; milliseconds += 4)
        {
            var result = await cells.RunAsync(new() { WallTime = Milliseconds(100) }, "sleep", milliseconds);

            Assert.True(result.Verdict == (result.Run!.WallTime > Milliseconds(100) ? Verdict.TimeLimit : Verdict.Ok), result.Describe());
        }
    }
}
