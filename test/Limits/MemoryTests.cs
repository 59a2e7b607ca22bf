using Hotcell.Engine.Executions;
using Hotcell.Kit;
using Xunit;
using static Hotcell.Limits.Probe;

namespace Hotcell.Limits;

public sealed class MemoryTests(EngineFixture cells) : IClassFixture<LeavesNothing<EngineFixture>>
{
    private static readonly RequestedLimits s_limit = new() { Memory = MiB(64), FileSize = MiB(128) };

    public static TheoryData<string> Ways => ["anonymous", "shared", "system-v", "memory-file", "processes"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Memory_below_the_limit_is_there(string way) => Assert.Equal("held", await cells.SaysAsync(s_limit, "memory", way, 56));

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Memory_above_the_limit_is_the_memory_limit_and_no_plain_kill(string way)
    {
        var run = await cells.EndsAsync(Verdict.MemoryLimit, s_limit, "memory", way, 80);

        // It had all of it, up to what the kernel keeps for a page that does not fit.
        Assert.InRange(run.PeakMemory.Mebibytes, 63, 64);
    }

    [Fact]
    public async Task Files_and_memory_have_one_limit_together()
    {
        Assert.Equal("held", await cells.SaysAsync(s_limit, "memory", "mixed", 27));
        await cells.EndsAsync(Verdict.MemoryLimit, s_limit, "memory", "mixed", 40);
    }

    [Fact]
    public async Task A_child_that_is_killed_for_memory_is_the_memory_limit_whatever_its_parent_says()
    {
        foreach (var end in (string[])["exit $?", "exit 0"])
        {
            var code = $"python3 -c \"b'x' * (100 << 20)\" & wait $!\n{end}\n";
            var result = await cells.RunAsync(new() { Language = "bash", Files = [new(null, System.Text.Encoding.UTF8.GetBytes(code))], Limits = s_limit });

            Assert.True(result.Verdict == Verdict.MemoryLimit, result.Describe());
        }
    }

    /// <summary>1 MiB or 5 %, whichever is more: the kernel's own memory for the program, such as its page tables, is counted too.</summary>
    [Theory]
    [InlineData("anonymous", 0, 0)]
    [InlineData("anonymous", 1, 1)]
    [InlineData("anonymous", 16, 16)]
    [InlineData("anonymous", 100, 100)]
    [InlineData("shared", 16, 16)]
    [InlineData("memory-file", 40, 40)]
    [InlineData("processes", 64, 64)]
    [InlineData("tmpfs", 16, 16)]
    [InlineData("mixed", 24, 48)]
    public async Task Peak_memory_is_what_was_held_at_once(string way, int amount, int held)
    {
        var run = await cells.EndsAsync(Verdict.Ok, s_limit with { Memory = MiB(256) }, "memory", way, amount);

        Assert.InRange(run.PeakMemory.Mebibytes, held, held + Math.Max(1, 0.05 * held));
    }
}
