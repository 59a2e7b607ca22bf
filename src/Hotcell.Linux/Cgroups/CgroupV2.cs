using Hotcell.Linux.Abi;

namespace Hotcell.Linux.Cgroups;

/// <summary>cgroups(7), "CGROUPS VERSION 2". <paramref name="root"/> is a delegated directory whose subtree has memory, pids and cpu.</summary>
/// <param name="root">Descriptor of the folder in which the cells' groups are made.</param>
public sealed unsafe class CgroupV2(int root) : CgroupDriver
{
    private const int NameLength = 24;

    public override int Version => 2;

    public override int Create(uint slot, in CgroupLimits limits, uint owner, CellGroups* groups, ushort* failedWrite)
    {
        *groups = CellGroups.None;
        *failedWrite = 0;
        var name = stackalloc byte[NameLength];
        Name(name, NameLength, "c"u8, slot);
        int result;
        if ((result = Sys.MakeDirectory(root, name, 0x1ed)) < 0)
        {
            return result;
        }

        var cell = Sys.Open(root, name, Directory);
        if (cell < 0)
        {
            return cell;
        }

        result = Fill(cell, limits, owner, groups, failedWrite);
        Sys.Close(cell);
        return result;
    }

    public override void BirthInit(CloneArgs* args, CellGroups* groups) => Birth(args, groups->Init);

    public override int JoinInit(CellGroups* groups) => 0;

    public override void BirthJob(CloneArgs* args, CellGroups* groups) => Birth(args, groups->Job[0]);

    public override int JoinJob(CellGroups* groups) => 0;

    public override ulong ReadCpuMicroseconds(int cpuUsage) => ReadNumber(cpuUsage, "usage_usec"u8);

    public override void ReadUsage(CellGroups* groups, CgroupUsage* usage)
    {
        var job = groups->Job[0];
        usage->CpuMicroseconds = ReadCpuMicroseconds(groups->CpuUsage);
        usage->PeakMemoryBytes = groups->Peak >= 0 ? ReadNumber(groups->Peak, ""u8) : ReadNumber(job, "memory.peak"u8, ""u8);
        usage->OomKills = (uint)ReadNumber(job, "memory.events"u8, "oom_kill "u8);
        usage->RefusedForks = ReadRefusedForks(groups->RefusedForks);
    }

    public override int Remove(uint slot, CellGroups* groups)
    {
        groups->Close();
        var name = stackalloc byte[NameLength];
        Name(name, NameLength, "c"u8, slot);
        var cell = Sys.Open(root, name, Directory);
        if (cell < 0)
        {
            return cell;
        }

        Sys.RemoveDirectory(cell, Sys.Z("job"u8));
        Sys.RemoveDirectory(cell, Sys.Z("init"u8));
        Sys.Close(cell);
        return Sys.RemoveDirectory(root, name);
    }

    private static int Fill(int cell, in CgroupLimits limits, uint owner, CellGroups* groups, ushort* step)
    {
        int result;
        if ((result = WriteText(cell, "cgroup.subtree_control"u8, "+memory +pids +cpu"u8, step)) < 0
            || (result = Sys.MakeDirectory(cell, Sys.Z("init"u8), 0x1ed)) < 0
            || (result = groups->Init = Sys.Open(cell, Sys.Z("init"u8), Directory)) < 0
            || (result = Sys.MakeDirectory(cell, Sys.Z("job"u8), 0x1ed)) < 0
            || (result = groups->Job[0] = Sys.Open(cell, Sys.Z("job"u8), Directory)) < 0)
        {
            return result;
        }

        var job = groups->Job[0];
        if ((result = Count(step, WriteNumber(groups->Init, "memory.max"u8, limits.InitMemoryBytes))) < 0
            || (result = Count(step, WriteNumber(job, "memory.max"u8, limits.MemoryBytes))) < 0
            || (result = Count(step, Optional(WriteNumber(job, "memory.swap.max"u8, 0)))) < 0
            || (result = Count(step, WriteNumber(job, "memory.oom.group"u8, 1))) < 0
            || (result = Count(step, WriteNumber(job, "pids.max"u8, limits.Pids))) < 0
            || (result = Count(step, WriteCpu(job, limits.CpuMillis))) < 0)
        {
            return result;
        }

        // Init forks into the job group by CLONE_INTO_CGROUP: the kernel asks for write permission on the target's cgroup.procs and on that of
        // the common ancestor.
        if ((result = Count(step, Sys.ChangeOwner(cell, Sys.Z("cgroup.procs"u8), owner, owner))) < 0
            || (result = Count(step, Sys.ChangeOwner(job, Sys.Z("cgroup.procs"u8), owner, owner))) < 0)
        {
            return result;
        }

        if (limits.ResetsPeak)
        {
            // cgroup-v2.rst, memory.peak: a reset counts for reads through the same descriptor only. Kernels that cannot do it say EINVAL here.
            groups->Peak = Sys.Open(job, Sys.Z("memory.peak"u8), Fcntl.O_RDWR | Fcntl.O_CLOEXEC);
        }

        return OpenCounters(groups, job, "cpu.stat"u8, job);
    }

    private static int WriteCpu(int job, uint millis)
    {
        const ulong period = 100_000;
        var buffer = stackalloc byte[48];
        var text = new AsciiWriter(buffer, 48).Number(period * millis / 1000).Text(" "u8).Number(period);
        return Sys.WriteFile(job, Sys.Z("cpu.max"u8), buffer, text.Length);
    }

    private static int WriteText(int dir, ReadOnlySpan<byte> file, ReadOnlySpan<byte> text, ushort* step) =>
        Count(step, Sys.WriteFile(dir, Sys.Z(file), Sys.Z(text), text.Length));

    /// <summary>A kernel without swap accounting has no such file, and then no swap limit is needed or possible.</summary>
    private static int Optional(int result) => result == -Errno.ENOENT ? 0 : result;

    private static void Birth(CloneArgs* args, int group)
    {
        args->flags |= Sched.CLONE_INTO_CGROUP;
        args->cgroup = (ulong)group;
    }
}
