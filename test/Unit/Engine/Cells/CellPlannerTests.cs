using Hotcell.Engine;
using Hotcell.Engine.Cells;
using Hotcell.Engine.Executions;
using Hotcell.Engine.Images;
using Hotcell.Protocol;

namespace Hotcell.Unit.Engine.Cells;

public sealed class CellPlannerTests
{
    private static readonly Image Image = new(7, "test", "/nowhere");
    private static readonly Limits Limits = new RunLimits().Defaults;

    [Fact]
    public void Limits_become_the_numbers_of_the_plan()
    {
        var plan = CellPlanner.Plan(Image, Limits with { Cpus = 1.25 }, collects: true, SyscallAllowances.Kcmp);

        Assert.Equal(SyscallAllowances.Kcmp, plan.Allowances);

        Assert.Equal((7, 1), (plan.Image, plan.Collects));
        Assert.Equal((256ul << 20, 64u, 1250u, 256u), (plan.MemoryBytes, plan.Pids, plan.CpuMillis, plan.OpenFiles));
        Assert.Equal((16ul << 20, 64ul << 20, 64ul << 20), (plan.FileBytes, plan.StackBytes, plan.WorkBytes));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(9.7)]
    [InlineData(64)]
    [InlineData(256)]
    [InlineData(1024)]
    public void What_is_kept_in_memory_is_always_less_than_the_memory(double mebibytes)
    {
        var plan = CellPlanner.Plan(Image, Limits with { Memory = ByteSize.FromMebibytes(mebibytes), Disk = ByteSize.FromMebibytes(512) }, collects: false, SyscallAllowances.None);

        Assert.True(plan.WorkBytes + plan.TmpBytes + plan.ShmBytes < plan.MemoryBytes);
        Assert.True(plan.WorkBytes > 0 && plan.TmpBytes > 0 && plan.ShmBytes > 0);
    }

    [Fact]
    public void A_time_below_one_millisecond_is_not_none()
    {
        var payload = new StartCommand("/x", ["x"], []).ToPayload(Limits with { WallTime = TimeSpan.FromTicks(1) });

        Assert.True(Wire.TryRead<StartHeader>(payload, out var header));
        Assert.Equal(1u, header.WallMilliseconds);
    }
}
