using Hotcell.Engine.Executions;
using Hotcell.Kit;
using Xunit;
using static Hotcell.Limits.Probe;

namespace Hotcell.Limits;

public sealed class ProcessTests(EngineFixture cells) : IClassFixture<LeavesNothing<EngineFixture>>
{
    private const int Limit = 20;
    private static readonly RequestedLimits s_limit = new() { Processes = Limit };

    public static TheoryData<string> Ways => ["processes", "threads"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task As_many_as_the_limit_are_there(string way)
    {
        Assert.Equal("19", await cells.SaysAsync(s_limit, "processes", way, Limit - 1, "fail"));
        Assert.Equal("20", await cells.SaysAsync(s_limit, "processes", way, Limit, "fail"));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task One_more_is_refused_and_a_program_that_fails_by_it_met_the_process_limit(string way)
    {
        var run = await cells.EndsAsync(Verdict.ProcessLimit, s_limit, "processes", way, Limit + 1, "fail");

        Assert.Equal("20, then EAGAIN\n", run.Stdout.AsText());
        Assert.Equal(1, run.ExitCode);
    }

    [Fact]
    public async Task A_program_that_does_without_is_Ok() =>
        Assert.Equal("20, then EAGAIN", await cells.SaysAsync(s_limit, "processes", "threads", Limit + 1, "go-on"));

    [Fact]
    public async Task A_program_that_went_on_and_fails_later_did_not_fail_by_it()
    {
        var run = await cells.EndsAsync(Verdict.RuntimeError, s_limit, "processes", "threads", Limit + 1, "later");

        Assert.Equal(3, run.ExitCode);
    }
}
