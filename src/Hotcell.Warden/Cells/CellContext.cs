using Hotcell.Linux.Abi;
using Hotcell.Linux.Cgroups;
using Hotcell.Protocol;
using Hotcell.Warden.Protections;

namespace Hotcell.Warden.Cells;

/// <summary>
/// Everything that a clone needs to become a cell, in native memory that it inherits. The warden fills it before the clone and clears it after.
/// </summary>
internal unsafe struct CellContext
{
    public CellPlan Plan;
    public CellGroups Groups;

    /// <summary>Init's end of the data socket.</summary>
    public int Data;

    /// <summary>Init's end of a pipe whose other end only the warden has.</summary>
    public int Lifeline;

    /// <summary>Read end: a byte arrives when the ids are mapped.</summary>
    public int Go;

    /// <summary>Write end of <see cref="Go"/>, for the clone to close.</summary>
    public int GoWriter;

    /// <summary>An eventfd(2): init says that no process of the program is left.</summary>
    public int Over;

    /// <summary>/dev/null.</summary>
    public int Null;

    /// <summary>Filter of the program, and of init.</summary>
    public SockFprog* ProgramFilter;

    public SockFprog* InitFilter;

    public ProtectionTables* Protections;

    /// <summary>What this cell does without, because it cannot be had here and the operator has accepted it.</summary>
    public Isolation Missing;

    /// <summary>Whether init and program have a user id each, and groups that can be given up.</summary>
    public readonly bool HasOwnIds => (Missing & Isolation.OwnUserIds) == 0;

    /// <summary>Working memory of init; the warden never touches it, so that it costs nothing until a cell uses it.</summary>
    public InitBuffers* Buffers;
}

/// <summary>Buffers of one init: each holds one frame.</summary>
internal unsafe struct InitBuffers
{
    public const int FrameBytes = FrameHeader.Size + FrameHeader.MaxPayload;

    public fixed byte Incoming[FrameBytes];
    public fixed byte Outgoing[FrameBytes];

    /// <summary>Payload of the Start frame, to which argv and envp point.</summary>
    public fixed byte Start[FrameHeader.MaxPayload + 1];

    public const int MaxStrings = 2048;
    public fixed ulong Argv[MaxStrings + 1];
    public fixed ulong Envp[MaxStrings + 1];
}

/// <summary>Numbers of the descriptors of an init, after it has put them in place and closed all others.</summary>
internal static class InitFds
{
    public const int Data = 3;
    public const int Lifeline = 4;
    public const int CpuUsage = 5;
    public const int Peak = 6;

    /// <summary>Only until the ids are mapped.</summary>
    public const int Go = 7;
    public const int InitGroup = 8;

    /// <summary>Up to <see cref="CellGroups.MaxJobDirs"/>.</summary>
    public const int FirstJobGroup = 9;

    public const int RefusedForks = FirstJobGroup + CellGroups.MaxJobDirs;
    public const int Weight = RefusedForks + 1;
    public const int Over = Weight + 1;

    /// <summary>First number that is free.</summary>
    public const int End = Over + 1;
}

/// <summary>User ids inside a cell.</summary>
internal static class CellUsers
{
    public const uint Init = 0;
    public const uint Program = 1000;
}
