using Hotcell.Linux.Abi;

namespace Hotcell.Linux.Cgroups;

/// <summary>cgroups(7), "CGROUPS VERSION 1". Each argument is the descriptor of our folder in a controller's hierarchy; some may be the same hierarchy.</summary>
public sealed unsafe class CgroupV1(int memory, int pids, int cpu, int cpuacct) : CgroupDriver
{
    private const int NameLength = 24;
    private const int MemoryIndex = 0;
    private const int PidsIndex = 1;
    private const int CpuIndex = 2;
    private const int CpuacctIndex = 3;

    private readonly CgroupSetting[] _initSettings = [.. InitSettings];
    private readonly CgroupSetting[] _jobSettings = [.. JobSettings];

    /// <summary>Of the group of a cell's init.</summary>
    public static IReadOnlyList<CgroupSetting> InitSettings =>
    [
        new("memory.limit_in_bytes", CgroupControllers.Memory, CgroupAmount.InitMemory, "init must be able to report a program that has filled its memory, so it has some of its own"),
    ];

    /// <summary>Of the group of a cell's program.</summary>
    public static IReadOnlyList<CgroupSetting> JobSettings =>
    [
        new("memory.limit_in_bytes", CgroupControllers.Memory, CgroupAmount.Memory, "all memory of the program: its processes, and what it writes to /work, /tmp and /dev/shm"),
        new("memory.memsw.limit_in_bytes", CgroupControllers.Memory, CgroupAmount.Memory, "memory and swap together: swapping is no way to more, and slows the machine", CgroupPresence.Optional),
        new("memory.swappiness", CgroupControllers.Memory, CgroupAmount.Fixed, "where swap is not counted, the program is not swapped", CgroupPresence.Instead),
        new("memory.kmem.tcp.limit_in_bytes", CgroupControllers.Memory, CgroupAmount.Memory, "what lies in TCP buffers is charged only where this is set; kernels without it charge it with the rest", CgroupPresence.Optional),
        new("pids.max", CgroupControllers.Pids, CgroupAmount.Pids, "processes and threads: a fork bomb meets it, and not the machine's own limit"),
        new("cpu.cfs_quota_us", CgroupControllers.Cpu, CgroupAmount.CpuQuota, "CPU time in each tenth of a second, all processes together: neighbours keep theirs"),
    ];

    public override int Version => 1;

    public override int Create(uint slot, in CgroupLimits limits, uint owner, CellGroups* groups, ushort* failedWrite)
    {
        *groups = CellGroups.None;
        *failedWrite = 0;
        var name = stackalloc byte[NameLength];
        Name(name, NameLength, "init"u8, slot);
        int result;
        if ((result = Sys.MakeDirectory(memory, name, 0x1ed)) < 0)
        {
            return result;
        }

        var init = Sys.Open(memory, name, Directory);
        if (init < 0)
        {
            return init;
        }

        result = Apply(_initSettings, (init, -1, -1), limits, failedWrite);
        groups->Init = result < 0 ? result : result = Sys.Open(init, Sys.Z("tasks"u8), Fcntl.O_WRONLY | Fcntl.O_CLOEXEC);
        Sys.Close(init);
        if (result < 0)
        {
            return result;
        }

        Name(name, NameLength, "job"u8, slot);
        for (var i = 0; i < CellGroups.MaxJobDirs; i++)
        {
            // Co-mounted controllers share one directory; the second mkdir finds it made.
            result = Sys.MakeDirectory(Hierarchy(i), name, 0x1ed);
            if (result < 0 && !(result == -Errno.EEXIST && IsShared(i)))
            {
                return result;
            }

            if ((result = groups->Job[i] = Sys.Open(Hierarchy(i), name, Directory)) < 0
                || (result = Count(failedWrite, Sys.ChangeOwner(groups->Job[i], Sys.Z("tasks"u8), owner, owner))) < 0)
            {
                return result;
            }
        }

        return Limit(limits, groups, failedWrite);
    }

    public override void BirthInit(CloneArgs* args, CellGroups* groups)
    {
    }

    public override int JoinInit(CellGroups* groups) => WriteZero(groups->Init);

    public override void BirthJob(CloneArgs* args, CellGroups* groups)
    {
    }

    public override int JoinJob(CellGroups* groups)
    {
        for (var i = 0; i < CellGroups.MaxJobDirs; i++)
        {
            var result = Sys.WriteFile(groups->Job[i], Sys.Z("tasks"u8), Sys.Z("0"u8), 1);
            if (result < 0)
            {
                return result;
            }
        }

        return 0;
    }

    public override ulong ReadCpuMicroseconds(int cpuUsage) => ReadNumber(cpuUsage, ""u8) / 1000;

    public override void ReadUsage(CellGroups* groups, CgroupUsage* usage)
    {
        usage->CpuMicroseconds = ReadCpuMicroseconds(groups->CpuUsage);
        usage->PeakMemoryBytes = ReadNumber(groups->Job[MemoryIndex], "memory.max_usage_in_bytes"u8, ""u8);
        usage->OomKills = (uint)ReadNumber(groups->Job[MemoryIndex], "memory.oom_control"u8, "oom_kill "u8);
        usage->RefusedForks = ReadRefusedForks(groups->RefusedForks);
    }

    public override int Remove(uint slot, CellGroups* groups)
    {
        groups->Close();
        var name = stackalloc byte[NameLength];
        Name(name, NameLength, "init"u8, slot);
        var result = Sys.RemoveDirectory(memory, name);
        Name(name, NameLength, "job"u8, slot);
        for (var i = 0; i < CellGroups.MaxJobDirs; i++)
        {
            var removed = Sys.RemoveDirectory(Hierarchy(i), name);
            if (removed < 0 && removed != -Errno.ENOENT)
            {
                result = removed;
            }
        }

        return result;
    }

    private int Limit(in CgroupLimits limits, CellGroups* groups, ushort* step)
    {
        var job = groups->Job[MemoryIndex];
        var result = Apply(_jobSettings, (job, groups->Job[PidsIndex], groups->Job[CpuIndex]), limits, step);
        if (result < 0)
        {
            return result;
        }

        const uint shares = 1024;
        if (limits.Boots
            && ((result = groups->Peak = Sys.Open(job, Sys.Z("memory.max_usage_in_bytes"u8), Fcntl.O_RDWR | Fcntl.O_CLOEXEC)) < 0
                || (result = BeginBoot(groups, groups->Job[CpuIndex], "cpu.shares"u8, shares)) < 0))
        {
            return result;
        }

        return OpenCounters(groups, groups->Job[CpuacctIndex], "cpuacct.usage"u8, groups->Job[PidsIndex]);
    }

    private static int WriteZero(int tasks) => (int)Math.Min(0, Sys.Write(tasks, Sys.Z("0"u8), 1));

    private int Hierarchy(int index) => index switch
    {
        MemoryIndex => memory,
        PidsIndex => pids,
        CpuIndex => cpu,
        _ => cpuacct,
    };

    private bool IsShared(int index)
    {
        for (var i = 0; i < index; i++)
        {
            if (Hierarchy(i) == Hierarchy(index))
            {
                return true;
            }
        }

        return false;
    }
}
