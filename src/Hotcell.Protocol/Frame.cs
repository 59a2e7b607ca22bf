using System.Runtime.InteropServices;

namespace Hotcell.Protocol;

/// <summary>Kinds of frame on a cell's data channel. Numbers are frozen; new ones are appended.</summary>
public enum FrameKind : byte
{
    // server → init. Order: Start, then (File, FileData*)*, then FilesEnd, then Stdin*, StdinEnd; Signal and Resize at any time after FilesEnd.
    Start = 1,
    File = 2,
    FileData = 3,
    FilesEnd = 4,
    Stdin = 5,
    StdinEnd = 6,
    Signal = 7,

    /// <summary>Before Start, where the plan says so: what to execute ahead of time. Payload as of Start.</summary>
    Boot = 8,

    /// <summary>Only to a program that has a terminal. Payload: <see cref="WindowSize"/>.</summary>
    Resize = 9,

    // init → server. Fault instead of anything else, or: Started, then Stdout and Stderr in order of arrival, then, where they are asked for,
    // (File, FileData*)* of what lies in /work, then Exit, then end of stream.
    Fault = 65,
    Started = 66,
    Stdout = 67,
    Stderr = 68,
    Exit = 69,

    /// <summary>After Boot, before Started: the runtime waits for its program.</summary>
    Booted = 70,
}

/// <summary>First bytes of every frame.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct FrameHeader
{
    public const int Size = 8;

    /// <summary>Largest payload in either direction, in bytes. A longer one ends the conversation.</summary>
    public const int MaxPayload = 64 * 1024;

    public FrameKind Kind;
    public byte Reserved0;
    public ushort Reserved1;

    /// <summary>Bytes of payload that follow.</summary>
    public uint Length;
}

/// <summary>
/// Payload of <see cref="FrameKind.Start"/>: this header, then NUL-terminated strings: the executable's absolute path, the working
/// directory, <see cref="ArgCount"/> arguments (argv[0] first) and <see cref="EnvCount"/> <c>NAME=value</c> entries.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct StartHeader
{
    public const int Size = 40;

    /// <summary>Wall clock limit from exec, in milliseconds; 1 … the warden's ceiling.</summary>
    public uint WallMilliseconds;

    /// <summary>CPU time limit of all processes together, in milliseconds.</summary>
    public uint CpuMilliseconds;

    /// <summary>Output caps, in bytes. The first byte above one kills the program; what came before is delivered.</summary>
    public ulong StdoutBytes;

    public ulong StderrBytes;

    /// <summary>
    /// What the files that the program leaves may take, in bytes: the size of each, and <see cref="FileHeader.Overhead"/>. They are told when the
    /// program ends with exit code 0. 0: none is; anything else needs a plan that <see cref="CellPlan.Collects"/>.
    /// </summary>
    public ulong FilesBytes;
    public ushort ArgCount;
    public ushort EnvCount;

    /// <summary>Size of the terminal that is the program's stdio; all zero: it has none, but three pipes.</summary>
    public WindowSize Terminal;
}

/// <summary>Payload of <see cref="FrameKind.Resize"/>, and a part of <see cref="StartHeader"/>: how large a terminal is, in characters.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct WindowSize
{
    public const int Size = 4;

    /// <summary>Of columns, and of rows.</summary>
    public const int Most = 1000;

    public ushort Columns;
    public ushort Rows;

    public readonly bool IsNone => Columns == 0 && Rows == 0;

    public readonly bool IsValid => Columns is > 0 and <= Most && Rows is > 0 and <= Most;
}

/// <summary>Payload of <see cref="FrameKind.File"/>: this header, then the path relative to /work (UTF-8, no NUL). Content follows in FileData frames. The same in both directions.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct FileHeader
{
    public const int Size = 8;

    /// <summary>What a file takes beside its content, in bytes: the rest of its last page and its name.</summary>
    public const int Overhead = 8192;

    /// <summary>Longest path, in bytes.</summary>
    public const int MaxPath = 4000;

    /// <summary>Permission bits; only 0777 may be set.</summary>
    public ushort Mode;

    public ushort Reserved0;
    public uint Reserved1;
}

/// <summary>Why init ended the program.</summary>
public enum EndCause : byte
{
    /// <summary>The program ended by itself, or was killed by the kernel or by its own.</summary>
    Ended = 0,
    WallTime = 1,
    CpuTime = 2,
    StdoutLimit = 3,
    StderrLimit = 4,

    /// <summary>The server closed the data channel or broke its protocol.</summary>
    Disconnected = 5,

    /// <summary>The program ended well, but left more than <see cref="StartHeader.FilesBytes"/>, or folders that are too deep.</summary>
    FilesLimit = 6,
}

/// <summary>Payload of <see cref="FrameKind.Exit"/>.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct ExitReport
{
    public const int Size = 64;

    /// <summary>Raw status of wait4(2) of the program's first process.</summary>
    public int WaitStatus;

    public EndCause Cause;

    /// <summary>
    /// Tenths of a second from the last process or thread that was refused to the end, rounded down; 255 for that and longer. 0 when it was not
    /// seen to be refused before the end: how many were refused is counted in <see cref="CellUsage.RefusedForks"/>.
    /// </summary>
    public byte ForkRefusedTenthsAgo;

    /// <summary>Number of the first system call that a named rule of the filter refused, or −1.</summary>
    public short RefusedSyscall;

    /// <summary>From exec to the end of the first process, in nanoseconds.</summary>
    public ulong WallNanoseconds;

    /// <summary>CPU time of the first process and the children it waited for (getrusage), in microseconds.</summary>
    public ulong UserMicroseconds;

    public ulong SystemMicroseconds;

    /// <summary>Largest resident set of one process, in bytes.</summary>
    public ulong MaxResidentBytes;

    /// <summary>Bytes that the program wrote, including what was above a cap and not delivered.</summary>
    public ulong StdoutBytes;

    public ulong StderrBytes;

    /// <summary>CPU time of the cell before it got its program, in microseconds: what a booted runtime took. Part of <see cref="CellUsage.CpuMicroseconds"/>.</summary>
    public ulong BootCpuMicroseconds;
}
