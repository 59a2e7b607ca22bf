using System.Runtime.InteropServices;

namespace Hotcell.Protocol;

/// <summary>Kinds of packet on the control channel. Numbers are frozen; new ones are appended, and 3 is not used again.</summary>
public enum ControlKind : byte
{
    // server → warden
    CreateCell = 1,
    KillCell = 2,

    // warden → server
    Welcome = 65,
    CellCreated = 66,
    CellRefused = 67,
    CellEnded = 68,
}

/// <summary>First bytes of every control packet; the body follows directly.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct ControlMessage
{
    public const int Size = 8;

    /// <summary>No packet is longer than this, in bytes.</summary>
    public const int MaxPacket = 512;

    public byte Version;
    public ControlKind Kind;
    public ushort Reserved;

    /// <summary>The cell that the packet is about: chosen by the server, unique among its living cells. Zero in Welcome.</summary>
    public uint Cell;
}

/// <summary>Body of <see cref="ControlKind.Welcome"/>, the first packet on a connection.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct WelcomeBody
{
    public const int Size = 24;

    /// <summary>Process id of the warden as the server sees it is not told: this counts the wardens that one keeper has started, from 1.</summary>
    public uint Generation;

    /// <summary>1 or 2; 0 where cells have no groups, because the operator has accepted it.</summary>
    public byte CgroupVersion;

    /// <summary>Number of configured images; handles are 0 … count − 1.</summary>
    public byte Images;

    public ushort MaxCells;
    public Isolation Isolation;
    public uint Reserved;
    public ulong MaxMemoryBytes;
}

/// <summary>
/// Protections that are in force in every cell of a warden. A protection that cannot be set up stops the cell, so this never shrinks per cell. Numbers and
/// names (<see cref="IsolationNames"/>) are frozen; new ones are appended.
/// </summary>
[Flags]
public enum Isolation : uint
{
    None = 0,
    UserNamespace = 1 << 0,
    MountNamespace = 1 << 1,
    PidNamespace = 1 << 2,
    NetworkNamespace = 1 << 3,
    IpcNamespace = 1 << 4,
    UtsNamespace = 1 << 5,
    CgroupNamespace = 1 << 6,
    MemoryCgroup = 1 << 7,
    PidsCgroup = 1 << 8,
    CpuCgroup = 1 << 9,
    Seccomp = 1 << 10,
    NoNewPrivileges = 1 << 11,
    NoCapabilities = 1 << 12,
    ReadOnlyRoot = 1 << 13,

    /// <summary>A pair of user ids of the machine that nobody else has: one for the program, one for the init that watches it.</summary>
    OwnUserIds = 1 << 14,
}

/// <summary>Body of <see cref="ControlKind.CellRefused"/>, and payload of <see cref="FrameKind.Fault"/>.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct StepFailure
{
    public const int Size = 8;

    public CellStep Step;

    /// <summary>Which one, where a step is done several times (the third mount, the second rlimit); for <see cref="CellStep.CheckPlan"/> the byte offset of the bad field.</summary>
    public ushort Index;

    /// <summary>errno of the system call, 0 where no call was made.</summary>
    public int Errno;
}

/// <summary>Body of <see cref="ControlKind.CellEnded"/>: what the cgroups counted, read after the last process of the cell was gone.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct CellUsage
{
    public const int Size = 32;

    /// <summary>CPU time of all processes of the program, user and system, in microseconds.</summary>
    public ulong CpuMicroseconds;

    /// <summary>Highest memory charge of the program, in bytes; 0 where the kernel does not tell (cgroup v2 before 5.19).</summary>
    public ulong PeakMemoryBytes;

    /// <summary>How many processes the kernel killed for memory.</summary>
    public uint OomKills;

    /// <summary>How many forks and threads were refused by the process limit.</summary>
    public uint RefusedForks;

    /// <summary>Raw wait status of init: 0 when it ended by itself.</summary>
    public uint InitStatus;

    public uint Reserved;
}
