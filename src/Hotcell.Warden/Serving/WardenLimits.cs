using Hotcell.Protocol;

namespace Hotcell.Warden.Serving;

/// <summary>
/// The warden's own floors and ceilings: what it refuses whatever the server asks for. <see cref="FindBadField"/> is the only judge of a plan.
/// </summary>
/// <param name="images">How many there are.</param>
/// <param name="maxMemoryBytes">Ceiling of one cell.</param>
internal readonly struct WardenLimits(int images, ulong maxMemoryBytes)
{
    private const ulong MiB = 1 << 20;
    private const ulong MinMemoryBytes = 4 * MiB;
    private const uint MaxPids = 4096;
    private const uint MaxOpenFiles = 4096;
    private const uint MinOpenFiles = 8;
    private const uint MaxInodes = 1 << 20;
    private const ulong MaxFileBytes = 4096 * MiB;
    private const ulong MinStackBytes = MiB / 4;
    private const ulong MaxStackBytes = 1024 * MiB;
    private const uint MaxCpuMillis = 1_000_000;
    private const uint MinCpuMillis = 10;

    /// <summary>Memory that init of a cell may use beside the program: its share of page tables, sockets and mounts.</summary>
    public const ulong InitMemoryBytes = 32 * MiB;

    public ulong MaxMemoryBytes => maxMemoryBytes;

    /// <summary>Byte offset of the first field of <paramref name="plan"/> that is out of bounds, as in the struct; −1 when all are good.</summary>
    public int FindBadField(in CellPlan plan)
    {
        return plan.Image >= images ? 0
            : plan.Collects > 1 ? 2
            : plan.Boots > 1 ? 3
            : (plan.Allowances & ~SyscallAllowances.All) != 0 ? 4
            : !IsTmpfs(plan.WorkBytes) ? 8
            : !IsTmpfs(plan.TmpBytes) ? 16
            : !IsTmpfs(plan.ShmBytes) ? 24
            : plan.Inodes is < 16 or > MaxInodes ? 32
            : plan.Pids is 0 or > MaxPids ? 36
            : plan.MemoryBytes < MinMemoryBytes || plan.MemoryBytes > maxMemoryBytes ? 40

            // A full /work, /tmp and /dev/shm must be a full disk to the program, not the end of it.
            : plan.WorkBytes + plan.TmpBytes + plan.ShmBytes >= plan.MemoryBytes ? 40
            : plan.CpuMillis is < MinCpuMillis or > MaxCpuMillis ? 48
            : plan.OpenFiles is < MinOpenFiles or > MaxOpenFiles ? 52
            : plan.FileBytes is 0 or > MaxFileBytes ? 56
            : plan.StackBytes is < MinStackBytes or > MaxStackBytes ? 64
            : plan.Reserved != 0 ? 76
            : -1;
    }

    private bool IsTmpfs(ulong bytes) => bytes >= 4096 && bytes <= maxMemoryBytes;
}
