using Hotcell.Protocol;

namespace Hotcell.Warden.Cells;

/// <summary>What init knows while a program runs. Descriptors are −1 once closed.</summary>
internal unsafe struct InitState
{
    public CellContext* Cell;
    public StartRequest Start;

    /// <summary>Process id of the program's first process.</summary>
    public int Program;

    /// <summary>Socket to that process until exec.</summary>
    public int Status;

    /// <summary>Init's ends of the program's stdio.</summary>
    public int Stdin;
    public int Stdout;
    public int Stderr;

    /// <summary>The program's side of its terminal, if it has one: then <see cref="Stdin"/> and <see cref="Stdout"/> are the other side, and there is no stderr.</summary>
    public int Terminal;

    /// <summary>The folder /work, in a cell that collects.</summary>
    public int Work;

    /// <summary>Where a booted runtime gets its program's arguments, and where it says that it waits for them.</summary>
    public int Control;
    public int Ready;

    /// <summary>The process that writes the files of a booted cell, and the socket to it.</summary>
    public int WriterId;
    public int Writer;

    public int WallTimer;
    public int CpuTimer;

    /// <summary>signalfd of SIGCHLD.</summary>
    public int Children;

    /// <summary>Listener of the program's filter.</summary>
    public int Listener;

    /// <summary>The files are written, so the data channel is init's to read.</summary>
    public bool ReadsFrames;

    /// <summary>The first process has been reaped.</summary>
    public bool Ended;

    public EndCause Cause;
    public int WaitStatus;
    public short RefusedSyscall;

    /// <summary>How many calls of named rules were answered.</summary>
    public int Refusals;

    /// <summary>Processes and threads that were refused, when that was looked up, and when it was seen to grow (nanoseconds of CLOCK_MONOTONIC).</summary>
    public uint RefusedForks;
    public ulong RefusedForksReadAt;
    public ulong ForkRefusedAt;

    /// <summary>When the program's time began, and when it ended; nanoseconds of CLOCK_MONOTONIC.</summary>
    public ulong StartedAt;
    public ulong EndedAt;

    /// <summary>CPU time of the job before it got its program.</summary>
    public ulong BootMicroseconds;
    public ulong StdoutBytes;
    public ulong StderrBytes;
    public ulong UserMicroseconds;
    public ulong SystemMicroseconds;
    public ulong MaxResidentBytes;

    /// <summary>Bytes of a frame in Outgoing, and how many of them are sent.</summary>
    public int OutLength;
    public int OutSent;

    /// <summary>Bytes of a frame received into Incoming.</summary>
    public int InLength;

    /// <summary>Bytes of stdin in Incoming (behind the header) that the program has yet to take, and how many it took.</summary>
    public int StdinLength;
    public int StdinTaken;

    /// <summary>The last byte that the program took, and whether nothing comes behind those that wait.</summary>
    public byte LastTyped;
    public bool StdinEnds;
}
