using Hotcell.Linux.Abi;

namespace Hotcell.Linux.Cgroups;

/// <summary>cgroups(7), "CGROUPS VERSION 2". <paramref name="root"/> is a delegated directory whose subtree has memory, pids and cpu.</summary>
/// <param name="root">Descriptor of the folder in which the cells' groups are made.</param>
/// <param name="controllers">Those that it has. What another would limit is not limited.</param>
public sealed unsafe class CgroupV2(int root, CgroupControllers controllers) : CgroupDriver
{
    private const int NameLength = 24;

    private readonly CgroupSetting[] _initSettings = [.. InitSettings.Where(setting => controllers.HasFlag(setting.Controller))];
    private readonly CgroupSetting[] _jobSettings = [.. JobSettings.Where(setting => controllers.HasFlag(setting.Controller))];
    private readonly byte[] _subtree = System.Text.Encoding.ASCII.GetBytes(SubtreeOf(controllers));
    private readonly bool _countsForks = controllers.HasFlag(CgroupControllers.Pids);
    private readonly bool _hasCpu = controllers.HasFlag(CgroupControllers.Cpu);

    /// <summary>Of the group of a cell's init.</summary>
    public static IReadOnlyList<CgroupSetting> InitSettings =>
    [
        new("memory.max", CgroupControllers.Memory, CgroupAmount.InitMemory, "init must be able to report a program that has filled its memory, so it has some of its own"),
    ];

    /// <summary>Of the group of a cell's program.</summary>
    public static IReadOnlyList<CgroupSetting> JobSettings =>
    [
        new("memory.max", CgroupControllers.Memory, CgroupAmount.Memory, "all memory of the program: its processes, and what it writes to /work, /tmp and /dev/shm"),
        new("memory.swap.max", CgroupControllers.Memory, CgroupAmount.Fixed, "swapping is no way to more memory, and slows the machine", CgroupPresence.Optional),
        new("memory.oom.group", CgroupControllers.Memory, CgroupAmount.Fixed, "a program that is out of memory ends as a whole, and not by a child that its parent does not miss", Value: 1),
        new("pids.max", CgroupControllers.Pids, CgroupAmount.Pids, "processes and threads: a fork bomb meets it, and not the machine's own limit"),
        new("cpu.max", CgroupControllers.Cpu, CgroupAmount.CpuQuota, "CPU time in each tenth of a second, all processes together: neighbours keep theirs", Suffix: " 100000"),
    ];

    public override int Version => 2;

    /// <summary>What <c>cgroup.subtree_control</c> is told.</summary>
    internal static string SubtreeOf(CgroupControllers controllers) => string.Join(' ', Enum.GetValues<CgroupControllers>()
        .Where(one => one is CgroupControllers.Memory or CgroupControllers.Pids or CgroupControllers.Cpu && controllers.HasFlag(one))
        .Select(one => "+" + one.ToString().ToLowerInvariant()));

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

    private int Fill(int cell, in CgroupLimits limits, uint owner, CellGroups* groups, ushort* step)
    {
        int result;
        if ((result = WriteSubtree(cell, step)) < 0
            || (result = Sys.MakeDirectory(cell, Sys.Z("init"u8), 0x1ed)) < 0
            || (result = groups->Init = Sys.Open(cell, Sys.Z("init"u8), Directory)) < 0
            || (result = Sys.MakeDirectory(cell, Sys.Z("job"u8), 0x1ed)) < 0
            || (result = groups->Job[0] = Sys.Open(cell, Sys.Z("job"u8), Directory)) < 0)
        {
            return result;
        }

        var job = groups->Job[0];
        if ((result = Apply(_initSettings, (groups->Init, -1, -1), limits, step)) < 0
            || (result = Apply(_jobSettings, (job, job, job), limits, step)) < 0)
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

        if (limits.Boots)
        {
            const uint weight = 100;
            if ((result = BeginBoot(groups, _hasCpu ? job : -1, "cpu.weight"u8, weight)) < 0)
            {
                return result;
            }

            // cgroup-v2.rst, memory.peak: a reset counts for reads through the same descriptor only. Kernels that cannot do it say EINVAL here.
            groups->Peak = Sys.Open(job, Sys.Z("memory.peak"u8), Fcntl.O_RDWR | Fcntl.O_CLOEXEC);
        }

        return OpenCounters(groups, job, "cpu.stat"u8, _countsForks ? job : -1);
    }

    private int WriteSubtree(int cell, ushort* step)
    {
        fixed (byte* text = _subtree)
        {
            return Count(step, Sys.WriteFile(cell, Sys.Z("cgroup.subtree_control"u8), text, _subtree.Length));
        }
    }

    private static void Birth(CloneArgs* args, int group)
    {
        args->flags |= Sched.CLONE_INTO_CGROUP;
        args->cgroup = (ulong)group;
    }
}
