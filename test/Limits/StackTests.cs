using Hotcell.Engine.Executions;
using Hotcell.Kit;
using Xunit;
using static Hotcell.Limits.Probe;

namespace Hotcell.Limits;

public sealed class StackTests(EngineFixture cells) : IClassFixture<LeavesNothing<EngineFixture>>
{
    private const long Limit = 4 << 20;
    private static readonly RequestedLimits s_limit = new() { Stack = MiB(4) };

    /// <summary>The last page or two are the kernel's: auxiliary vector and what rounds the first page.</summary>
    [Theory]
    [InlineData(Limit / 2)]
    [InlineData(Limit - (16 * 1024))]
    public async Task A_stack_up_to_the_limit_is_there(long bytes) => Assert.Equal("used", await cells.SaysAsync(s_limit, "stack", bytes));

    [Theory]
    [InlineData(Limit + (16 * 1024))]
    [InlineData(2 * Limit)]
    public async Task A_deeper_stack_is_a_segmentation_fault(long bytes)
    {
        var run = await cells.EndsAsync(Verdict.Signalled, s_limit, "stack", bytes);

        Assert.Equal("SIGSEGV", run.Signal);
    }
}
