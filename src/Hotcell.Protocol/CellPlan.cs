using System.Runtime.InteropServices;

namespace Hotcell.Protocol;

/// <summary>
/// Everything the warden needs to make a cell, as data: flat, fixed in size, without paths. Byte counts are bytes, not pages.
/// All limits are hard; a field that is zero or above the warden's ceiling makes it refuse the plan.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct CellPlan
{
    /// <summary>Size of the struct on the wire, in bytes.</summary>
    public const int Size = 80;

    /// <summary>Index of the image in the order of the warden's own configuration.</summary>
    public ushort Image;

    /// <summary>1: when the program has ended well, the cell may be asked for the files in its <c>/work</c>; its init keeps the right to read them. Else 0.</summary>
    public byte Collects;

    /// <summary>1: the cell boots a runtime before it has a program; a Boot frame comes before Start. Else 0.</summary>
    public byte Boots;

    /// <summary>Calls that the program filter does not refuse in this cell.</summary>
    public SyscallAllowances Allowances;

    /// <summary>Size of <c>/work</c>, in bytes. The sum of the three tmpfs sizes must be below <see cref="MemoryBytes"/>.</summary>
    public ulong WorkBytes;

    public ulong TmpBytes;
    public ulong ShmBytes;

    /// <summary>Inodes of <c>/work</c> and, separately, of <c>/tmp</c> and <c>/dev/shm</c>.</summary>
    public uint Inodes;

    /// <summary>Processes and threads of the program (pids controller); init is not counted.</summary>
    public uint Pids;

    public ulong MemoryBytes;

    /// <summary>CPU share: thousandths of one CPU (1500 = one and a half).</summary>
    public uint CpuMillis;

    /// <summary>RLIMIT_NOFILE.</summary>
    public uint OpenFiles;

    /// <summary>RLIMIT_FSIZE, in bytes.</summary>
    public ulong FileBytes;

    /// <summary>RLIMIT_STACK, in bytes.</summary>
    public ulong StackBytes;

    /// <summary>Which version of an image store (<see cref="ImageSource.IsStore"/>), not 0; 0 for a plain image.</summary>
    public uint ImageVersion;

    /// <summary>Must be zero.</summary>
    public uint Reserved;
}
