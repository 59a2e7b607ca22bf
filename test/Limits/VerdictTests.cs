using System.Text;
using Hotcell.Engine.Executions;
using Hotcell.Kit;
using Xunit;
using static Hotcell.Limits.Probe;

namespace Hotcell.Limits;

/// <summary>A verdict names the true cause: not one that looks like it.</summary>
public sealed class VerdictTests(EngineFixture cells) : IClassFixture<LeavesNothing<EngineFixture>>
{
    [Theory]
    [InlineData("kill -KILL $$", Verdict.Signalled, "SIGKILL")]
    [InlineData("kill -XCPU $$", Verdict.Signalled, "SIGXCPU")]
    [InlineData("kill -XFSZ $$", Verdict.Signalled, "SIGXFSZ")]
    [InlineData("exit 137", Verdict.RuntimeError, null)]
    [InlineData("exit 124", Verdict.RuntimeError, null)]
    public async Task What_a_program_does_to_itself_is_no_limit(string code, Verdict verdict, string? signal)
    {
        var result = await BashAsync(code, new());

        Assert.True(result.Verdict == verdict, result.Describe());
        Assert.Equal(signal, result.Run!.Signal);
    }

    [Fact]
    public async Task A_cpu_limit_of_the_programs_own_is_no_limit_of_ours()
    {
        var result = await BashAsync("ulimit -t 1; while :; do :; done", new());

        Assert.True(result is { Verdict: Verdict.Signalled, Run.Signal: "SIGXCPU" or "SIGKILL" }, result.Describe());
    }

    [Fact]
    public async Task A_forbidden_system_call_that_fails_a_program_is_named()
    {
        var result = await BashAsync("unshare --user true", new());

        Assert.True(result.Verdict == Verdict.ForbiddenSyscall, result.Describe());
        Assert.Equal("unshare", result.Run!.RefusedSyscall);
    }

    [Fact]
    public async Task A_forbidden_system_call_that_a_program_does_without_is_only_listed()
    {
        var result = await BashAsync("unshare --user true || echo fine", new());

        Assert.True(result.Verdict == Verdict.Ok, result.Describe());
        Assert.Equal(("fine\n", "unshare"), (result.Run!.Stdout.AsText(), result.Run.RefusedSyscall));
    }

    private Task<ExecutionResult> BashAsync(string code, RequestedLimits limits) =>
        cells.RunAsync(new() { Language = "bash", Files = [new(null, Encoding.UTF8.GetBytes(code + "\n"))], Limits = limits });
}
