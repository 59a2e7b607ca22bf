using Hotcell.Fuzz.Fuzzing;
using Hotcell.Protocol;
using Hotcell.Warden.Serving;
using Xunit;

namespace Hotcell.Fuzz.Targets;

/// <summary>The cell plan, as the warden judges it. What it accepts is within its ceilings, told in numbers that cannot overflow.</summary>
internal sealed class PlanTarget : FuzzTarget
{
    private const int Images = 2;
    private const ulong MaxMemory = 1UL << 32;

    private static readonly WardenLimits s_limits = new(Images, MaxMemory);

    public override string Name => "plan";

    public override int LongestInput => CellPlan.Size;

    public override string Run(byte[] input)
    {
        var bytes = new byte[CellPlan.Size];
        input.AsSpan(0, Math.Min(input.Length, bytes.Length)).CopyTo(bytes);
        Assert.True(Wire.TryRead<CellPlan>(bytes, out var plan));
        var bad = s_limits.FindBadField(plan);
        if (bad >= 0)
        {
            Assert.InRange(bad, 0, CellPlan.Size - 1);
            return $"refused for {bad}";
        }

        Assert.InRange(plan.Image, 0, Images - 1);
        Assert.InRange(plan.Collects, 0, 1);
        Assert.True((UInt128)plan.WorkBytes + plan.TmpBytes + plan.ShmBytes < plan.MemoryBytes, "The disks are larger than the memory.");
        Assert.InRange(plan.MemoryBytes, 1UL << 22, MaxMemory);
        Assert.InRange(plan.Pids, 1u, 4096u);
        Assert.InRange(plan.Inodes, 1u, 1u << 20);
        Assert.InRange(plan.CpuMillis, 1u, 1_000_000u);
        Assert.InRange(plan.OpenFiles, 1u, 4096u);
        Assert.InRange(plan.FileBytes, 1UL, 1UL << 32);
        Assert.InRange(plan.StackBytes, 1UL, 1UL << 30);
        Assert.InRange(plan.Boots, 0, 1);
        Assert.Equal(SyscallAllowances.None, plan.Allowances & ~SyscallAllowances.All);
        Assert.Equal(0U, plan.Reserved);
        return $"accepted, {plan.Collects}, {plan.Boots}, {plan.Allowances}";
    }
}
