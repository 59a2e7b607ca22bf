using Hotcell.Engine.Executions;
using Hotcell.Engine.Images;
using Hotcell.Protocol;

namespace Hotcell.Engine.Cells;

/// <summary>What <c>/work</c> of a cell is: its kind, and the artifact's handle where it has one.</summary>
internal readonly record struct Work(WorkKind Kind, ulong Handle)
{
    public static Work Private { get; } = new(WorkKind.Private, 0);
}

/// <summary>Turns limits into the numbers of a plan. All policy about sizes that no caller names is here.</summary>
internal static class CellPlanner
{
    /// <summary>Enough for a large source tree, few enough that the kernel's own memory for them stays small.</summary>
    private const uint Inodes = 16 * 1024;

    private static readonly ByteSize LargestScratch = ByteSize.FromMebibytes(64);

    public static CellPlan Plan(Image image, Limits limits, Work work, SyscallAllowances allowances) => new()
    {
        Image = image.Handle,
        ImageVersion = image.Version,
        Work = work.Kind,
        Allowances = allowances,
        WorkHandle = work.Handle,
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
