using System.Runtime.InteropServices;
using Hotcell.Protocol;
using Hotcell.Warden.Serving;

namespace Hotcell.Unit.Warden;

/// <summary>The warden's own judgement of a plan, whatever the server wants.</summary>
public sealed class WardenLimitsTests
{
    private const ulong MiB = 1 << 20;
    private static readonly WardenLimits Limits = new(images: 2, maxMemoryBytes: 4096 * MiB);

    private static CellPlan Good => new()
    {
        Image = 1,
        WorkBytes = 64 * MiB,
        TmpBytes = 32 * MiB,
        ShmBytes = 16 * MiB,
        Inodes = 1024,
        Pids = 64,
        MemoryBytes = 256 * MiB,
        CpuMillis = 1000,
        OpenFiles = 256,
        FileBytes = 16 * MiB,
        StackBytes = 8 * MiB,
    };

    public static TheoryData<string, CellPlan> BadPlans => new()
    {
        { nameof(CellPlan.Image), Good with { Image = 2 } },
        { nameof(CellPlan.Collects), Good with { Collects = 2 } },
        { nameof(CellPlan.Boots), Good with { Boots = 2 } },
        { nameof(CellPlan.Allowances), Good with { Allowances = (SyscallAllowances)16 } },
        { nameof(CellPlan.WorkBytes), Good with { WorkBytes = 0 } },
        { nameof(CellPlan.TmpBytes), Good with { TmpBytes = ulong.MaxValue } },
        { nameof(CellPlan.ShmBytes), Good with { ShmBytes = 1 } },
        { nameof(CellPlan.Inodes), Good with { Inodes = 0 } },
        { nameof(CellPlan.Pids), Good with { Pids = 0 } },
        { nameof(CellPlan.Pids), Good with { Pids = 1_000_000 } },
        { nameof(CellPlan.MemoryBytes), Good with { MemoryBytes = 8192 * MiB } },
        { nameof(CellPlan.MemoryBytes), Good with { MemoryBytes = 112 * MiB } },
        { nameof(CellPlan.CpuMillis), Good with { CpuMillis = 0 } },
        { nameof(CellPlan.OpenFiles), Good with { OpenFiles = 3 } },
        { nameof(CellPlan.FileBytes), Good with { FileBytes = 0 } },
        { nameof(CellPlan.StackBytes), Good with { StackBytes = 1 } },
        { nameof(CellPlan.Reserved), Good with { Reserved = 1 } },
    };

    [Fact]
    public void A_good_plan_is_accepted()
    {
        Assert.Equal(-1, Limits.FindBadField(Good));
        Assert.Equal(-1, Limits.FindBadField(Good with { Allowances = SyscallAllowances.All }));
    }

    [Theory]
    [MemberData(nameof(BadPlans), DisableDiscoveryEnumeration = true)]
    public void A_bad_plan_is_refused_by_the_field_that_is_bad(string field, CellPlan plan) =>
        Assert.Equal((int)Marshal.OffsetOf<CellPlan>(field), Limits.FindBadField(plan));
}
