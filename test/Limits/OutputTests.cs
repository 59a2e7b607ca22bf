using Hotcell.Engine;
using Hotcell.Engine.Executions;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Limits;

public sealed class OutputTests(EngineFixture cells) : IClassFixture<LeavesNothing<EngineFixture>>
{
    private const int Limit = 100 * 1024;
    private static readonly RequestedLimits s_limit = new() { Output = new ByteSize(Limit) };

    [Theory]
    [InlineData(Limit - 1, 0)]
    [InlineData(Limit, 0)]
    [InlineData(0, Limit)]
    [InlineData(Limit, Limit)]
    public async Task Output_up_to_the_limit_of_each_stream_is_delivered(int stdout, int stderr)
    {
        var run = await cells.EndsAsync(Verdict.Ok, s_limit, "output", stdout, stderr);

        Assert.Equal((stdout, stderr, stdout + stderr), (run.Stdout.Length, run.Stderr.Length, run.Interleaved.Length));
    }

    [Theory]
    [InlineData(Limit + 1, 0)]
    [InlineData(10 * Limit, 0)]
    [InlineData(0, Limit + 1)]
    [InlineData(Limit, 10 * Limit)]
    public async Task Output_above_the_limit_is_the_output_limit_and_what_came_before_is_kept(int stdout, int stderr)
    {
        var run = await cells.EndsAsync(Verdict.OutputLimit, s_limit, "output", stdout, stderr);

        Assert.Equal((Math.Min(stdout, Limit), Math.Min(stderr, Limit)), (run.Stdout.Length, run.Stderr.Length));
        Assert.Null(run.ExitCode);
    }
}
