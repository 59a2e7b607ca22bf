using Hotcell.Engine.Executions;
using Hotcell.Engine.Images;
using Hotcell.Protocol;

namespace Hotcell.Engine.Cells;

/// <summary>Turns limits into the numbers of a plan. All policy about sizes that no caller names is here.</summary>
internal static class CellPlanner
{
    /// <summary>Enough for a large source tree, few enough that the kernel's own memory for them stays small.</summary>
    private const uint Inodes = 16 * 1024;

    private static readonly ByteSize LargestScratch = ByteSize.FromMebibytes(64);

    public static CellPlan Plan(Image image, Limits limits, bool collects, SyscallAllowances allowances) => new()
    {
        Image = image.Handle,
        ImageVersion = image.Version,
        Collects = collects ? (byte)1 : (byte)0,
        Allowances = allowances,
        WorkBytes = (ulong)WorkSize(limits).Bytes,
        TmpBytes = Scratch(limits),
        ShmBytes = Scratch(limits),
        Inodes = Inodes,
        Pids = (uint)limits.Processes,
        MemoryBytes = (ulong)limits.Memory.Bytes,
        CpuMillis = (uint)Math.Round(limits.Cpus * 1000),
        OpenFiles = (uint)limits.OpenFiles,
        FileBytes = (ulong)limits.FileSize.Bytes,
        StackBytes = (ulong)limits.Stack.Bytes,
    };

    /// <summary>
    /// Size of <c>/work</c>. Files in a tmpfs are charged to the memory limit, so the three together (half, and twice an eighth) stay below it:
    /// a full disk is then ENOSPC for the program, and not its end.
    /// </summary>
    public static ByteSize WorkSize(Limits limits) => new(Math.Min(limits.Disk.Bytes, limits.Memory.Bytes / 2));

    private static ulong Scratch(Limits limits) => (ulong)Math.Min(limits.Memory.Bytes / 8, LargestScratch.Bytes);
}
