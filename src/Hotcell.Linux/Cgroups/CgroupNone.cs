using Hotcell.Linux.Abi;

namespace Hotcell.Linux.Cgroups;

/// <summary>
/// No groups at all: where none can be had and the operator has accepted that. Nothing is limited or counted for a cell as a whole; what is left are
/// the limits of each process and of its time.
/// </summary>
public sealed unsafe class CgroupNone : CgroupDriver
{
    public override int Version => 0;

    public override int Create(uint slot, in CgroupLimits limits, uint owner, CellGroups* groups, ushort* failedWrite)
    {
        *groups = CellGroups.None;
        *failedWrite = 0;
        return 0;
    }

    public override void BirthInit(CloneArgs* args, CellGroups* groups)
    {
    }

    public override int JoinInit(CellGroups* groups) => 0;

    public override void BirthJob(CloneArgs* args, CellGroups* groups)
    {
    }

    public override int JoinJob(CellGroups* groups) => 0;

    public override ulong ReadCpuMicroseconds(int cpuUsage) => 0;

    public override void ReadUsage(CellGroups* groups, CgroupUsage* usage) => *usage = default;

    public override int Remove(uint slot, CellGroups* groups) => 0;
}
