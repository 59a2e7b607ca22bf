using Hotcell.Linux.Abi;

namespace Hotcell.Linux.Cgroups;

/// <summary>
/// The groups of cells, on either version of the kernel's interface. Theory of operation: every cell has two groups. <i>init</i> has a small
/// fixed memory allowance; <i>job</i> has all limits and holds only the user's processes, so that a program that fills its memory can never
/// starve or kill the init that must report it. Nobody writes a pid into <c>cgroup.procs</c> while cells are made: that waits for an RCU
/// grace period after any idle moment (12 ms). On v2 processes are born inside by CLONE_INTO_CGROUP; on v1 the single-threaded child writes
/// "0" into <c>tasks</c>, which the kernel does without that wait.
/// <para>
/// All methods work on descriptors opened before and allocate nothing, since the join methods run in a child after clone3(2). They are plain
/// virtual methods, not an interface, because an interface call may resolve itself lazily, with a lock, at its first use.
/// Results are 0 or −errno.
/// </para>
/// </summary>
public abstract unsafe class CgroupDriver
{
    /// <summary>How a group's folder is opened.</summary>
    protected const int Directory = Fcntl.O_RDONLY | Fcntl.O_DIRECTORY | Fcntl.O_CLOEXEC;

    /// <summary>1 or 2.</summary>
    public abstract int Version { get; }

    /// <summary>Makes the two groups of slot <paramref name="slot"/> and sets their limits. <paramref name="failedWrite"/> counts the writes before the one that failed.</summary>
    /// <param name="slot">Names the groups.</param>
    /// <param name="limits">Of the job group.</param>
    /// <param name="owner">User (as seen here) that init becomes; it must be able to put its child into the job group.</param>
    /// <param name="groups">Receives the descriptors; valid until <see cref="Remove"/>, also when making failed.</param>
    /// <param name="failedWrite">Index of the write that failed.</param>
    public abstract int Create(uint slot, in CgroupLimits limits, uint owner, CellGroups* groups, ushort* failedWrite);

    /// <summary>Prepares clone3's argument so that init is born in its group, where the version can.</summary>
    public abstract void BirthInit(CloneArgs* args, CellGroups* groups);

    /// <summary>Called first thing in init.</summary>
    public abstract int JoinInit(CellGroups* groups);

    /// <summary>Prepares clone3's argument so that the program is born in the job group, where the version can.</summary>
    public abstract void BirthJob(CloneArgs* args, CellGroups* groups);

    /// <summary>Called first thing in the process that becomes the program.</summary>
    public abstract int JoinJob(CellGroups* groups);

    /// <summary>CPU time of the job group so far, in microseconds, from <see cref="CellGroups.CpuUsage"/>.</summary>
    public abstract ulong ReadCpuMicroseconds(int cpuUsage);

    /// <summary>
    /// What booted ahead in the job group gets its program: the peak of memory counts from now on, where the kernel can do that, and the group competes
    /// for CPUs as others do. −errno when that fails.
    /// </summary>
    public static int EndBoot(CellGroups* groups)
    {
        if (groups->Peak >= 0)
        {
            Sys.Write(groups->Peak, Sys.Z("0"u8), 1);
        }

        const int longest = 8;
        var text = stackalloc byte[longest];
        return groups->Weight < 0 ? 0 : (int)Math.Min(0, Sys.Write(groups->Weight, text, new AsciiWriter(text, longest).Number(groups->OrdinaryWeight).Length));
    }

    /// <summary>Processes and threads that were refused so far, from <see cref="CellGroups.RefusedForks"/>.</summary>
    public static uint ReadRefusedForks(int file) => (uint)ReadNumber(file, "max "u8);

    public abstract void ReadUsage(CellGroups* groups, CgroupUsage* usage);

    /// <summary>Removes the groups and closes the descriptors. −EBUSY while a process is left.</summary>
    public abstract int Remove(uint slot, CellGroups* groups);

    /// <summary>Passes a result on, and counts it if it is good: what is left then is the index of the write that failed.</summary>
    protected static int Count(ushort* step, int result)
    {
        if (result >= 0)
        {
            ++*step;
        }

        return result;
    }

    /// <summary>Writes what a new group needs; <paramref name="step"/> counts, so that it tells which one failed.</summary>
    /// <param name="settings">In this order.</param>
    /// <param name="dirs">Folder of the group for memory, pids and cpu.</param>
    /// <param name="limits">Where the numbers come from.</param>
    /// <param name="step">Counts the writes that were done.</param>
    protected static int Apply(CgroupSetting[] settings, (int Memory, int Pids, int Cpu) dirs, in CgroupLimits limits, ushort* step)
    {
        const int capacity = 64;
        var buffer = stackalloc byte[capacity];
        var missing = false;
        foreach (var setting in settings)
        {
            if (setting.Presence == CgroupPresence.Instead && !missing)
            {
                continue;
            }

            var dir = setting.Controller switch { CgroupControllers.Memory => dirs.Memory, CgroupControllers.Pids => dirs.Pids, _ => dirs.Cpu };
            var text = new AsciiWriter(buffer, capacity).Number(setting.NumberFrom(limits)).Text(setting.SuffixBytes);
            var result = Sys.WriteFile(dir, (byte*)setting.FileName, buffer, text.Length);
            missing = result == -Errno.ENOENT && setting.Presence == CgroupPresence.Optional;
            if (Count(step, missing ? 0 : result) < 0)
            {
                return result;
            }
        }

        return 0;
    }

    /// <summary>The number that follows <paramref name="key"/> at the start of a line of <paramref name="file"/>, or the file's only number for an empty key; 0 when there is none.</summary>
    protected static ulong ReadNumber(int dir, ReadOnlySpan<byte> file, ReadOnlySpan<byte> key)
    {
        var fd = Sys.Open(dir, Sys.Z(file), Fcntl.O_RDONLY | Fcntl.O_CLOEXEC);
        if (fd < 0)
        {
            return 0;
        }

        var value = ReadNumber(fd, key);
        Sys.Close(fd);
        return value;
    }

    /// <summary>As the other, from an open file.</summary>
    protected static ulong ReadNumber(int fd, ReadOnlySpan<byte> key)
    {
        const int capacity = 4096;
        var buffer = stackalloc byte[capacity];
        var length = Sys.ReadAt(fd, buffer, capacity, 0);
        if (length <= 0)
        {
            return 0;
        }

        var text = new ReadOnlySpan<byte>(buffer, (int)length);
        while (!text.StartsWith(key))
        {
            var end = text.IndexOf((byte)'\n');
            if (end < 0)
            {
                return 0;
            }

            text = text[(end + 1)..];
        }

        text = text[key.Length..];
        ulong value = 0;
        foreach (var digit in text)
        {
            if (digit == ' ' && value == 0)
            {
                continue;
            }

            if (digit is < (byte)'0' or > (byte)'9')
            {
                break;
            }

            value = (value * 10) + (ulong)(digit - '0');
        }

        return value;
    }

    /// <summary>
    /// Lets a job group have less of a CPU than others that want it, until <see cref="EndBoot"/>: not so little that on a busy machine nothing ever boots, and
    /// every program starts cold.
    /// </summary>
    /// <param name="groups">Gets the open file.</param>
    /// <param name="dir">Folder of the group with the cpu controller; −1 where there is none.</param>
    /// <param name="file">That has the group's weight.</param>
    /// <param name="ordinary">Weight of groups that nobody has said anything about.</param>
    protected static int BeginBoot(CellGroups* groups, int dir, ReadOnlySpan<byte> file, uint ordinary)
    {
        const uint lower = 4;
        if (dir < 0)
        {
            return 0;
        }

        const int longest = 8;
        var text = stackalloc byte[longest];
        var result = Sys.WriteFile(dir, Sys.Z(file), text, new AsciiWriter(text, longest).Number(ordinary / lower).Length);
        groups->OrdinaryWeight = ordinary;
        return result < 0 ? result : groups->Weight = Sys.Open(dir, Sys.Z(file), Fcntl.O_WRONLY | Fcntl.O_CLOEXEC);
    }

    /// <summary>Opens what only tells of a job group; −1 for the folder of a controller that is not there.</summary>
    protected static int OpenCounters(CellGroups* groups, int cpuDir, ReadOnlySpan<byte> cpuFile, int pidsDir)
    {
        const int flags = Fcntl.O_RDONLY | Fcntl.O_CLOEXEC;
        groups->CpuUsage = Sys.Open(cpuDir, Sys.Z(cpuFile), flags);
        if (pidsDir < 0)
        {
            return Math.Min(0, groups->CpuUsage);
        }

        groups->RefusedForks = Sys.Open(pidsDir, Sys.Z("pids.events"u8), flags);
        return Math.Min(0, Math.Min(groups->CpuUsage, groups->RefusedForks));
    }

    protected static byte* Name(byte* buffer, int capacity, ReadOnlySpan<byte> prefix, uint slot) =>
        new AsciiWriter(buffer, capacity).Text(prefix).Number(slot).Terminated();
}

/// <summary>Limits of a job group, and the allowance of its init.</summary>
public struct CgroupLimits
{
    public ulong MemoryBytes;
    public ulong InitMemoryBytes;
    public uint Pids;

    /// <summary>Microseconds, the kernel's default.</summary>
    public const ulong CpuPeriod = 100_000;

    /// <summary>Thousandths of a CPU.</summary>
    public uint CpuMillis;

    /// <summary>Whether something boots in the group, at a lower priority and on nobody's account, before it gets its program.</summary>
    public bool Boots;
}

/// <summary>What a job group has used.</summary>
public struct CgroupUsage
{
    public ulong CpuMicroseconds;
    public ulong PeakMemoryBytes;
    public uint OomKills;
    public uint RefusedForks;
}

/// <summary>Descriptors of one cell's groups; −1 where a version has none.</summary>
public unsafe struct CellGroups
{
    public const int MaxJobDirs = 4;

    /// <summary>v2: directory of the init group. v1: the memory controller's <c>tasks</c> file of the init group.</summary>
    public int Init;

    /// <summary>Directories of the job group: one on v2, one per hierarchy on v1.</summary>
    public fixed int Job[MaxJobDirs];

    /// <summary>An open file from which the CPU time of the job can be read.</summary>
    public int CpuUsage;

    /// <summary>An open file that tells the peak of memory, and resets it; −1 when not asked for, or where the kernel cannot (v2 before 6.12).</summary>
    public int Peak;

    /// <summary>An open file that counts refused processes and threads.</summary>
    public int RefusedForks;

    /// <summary>The open file with the weight of the job group, and what it is to be; −1 where nothing boots.</summary>
    public int Weight;
    public uint OrdinaryWeight;

    public static CellGroups None
    {
        get
        {
            var groups = new CellGroups { Init = -1, CpuUsage = -1, Peak = -1, RefusedForks = -1, Weight = -1 };
            for (var i = 0; i < MaxJobDirs; i++)
            {
                groups.Job[i] = -1;
            }

            return groups;
        }
    }

    public void Close()
    {
        CloseOne(ref CpuUsage);
        CloseOne(ref Peak);
        CloseOne(ref RefusedForks);
        CloseOne(ref Weight);
        CloseAllButUsage();
    }

    /// <summary>Closes what gives power over the groups; what only tells of them, and the weight, stays.</summary>
    public void CloseAllButUsage()
    {
        CloseOne(ref Init);
        for (var i = 0; i < MaxJobDirs; i++)
        {
            CloseOne(ref Job[i]);
        }
    }

    private static void CloseOne(ref int fd)
    {
        if (fd >= 0)
        {
            Sys.Close(fd);
            fd = -1;
        }
    }
}
