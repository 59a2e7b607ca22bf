using Hotcell.Linux;
using Hotcell.Linux.Abi;
using Hotcell.Linux.Cgroups;
using Hotcell.Protocol;
using Hotcell.Warden.Protections;

namespace Hotcell.Warden.Cells;

/// <summary>
/// The process that becomes the program, from its fork off init to exec. Before it knows what to become, it joins the limited group first, so
/// that everything it touches is charged to the job; gives up all rights; and installs the filter last. Then it waits, as sealed as the program
/// will be, for the Start payload; writes the job's files as the program's user; and executes. On its status socket it tells init what
/// happened: a <see cref="StepFailure"/>, that it is prepared, that it is ready, after which exec closes the socket.
/// The rules of <see cref="InitSetup"/> hold.
/// </summary>
internal static unsafe class ProgramStart
{
    /// <summary>To init, with the filter's listener: all rights are gone. A byte.</summary>
    public const int PreparedLength = 1;

    /// <summary>
    /// To init: the files are written, the data channel is init's to read. The packet is the time of it, twice (nanoseconds of CLOCK_MONOTONIC):
    /// by its length it cannot be mistaken for a failure. With the master of the program's terminal, where it has one.
    /// </summary>
    public const int ReadyLength = 2 * sizeof(ulong);

    /// <summary>To init, before that, with the program's side of its terminal. Two bytes.</summary>
    public const int TerminalLength = 2;

    private const int LastCapability = 63;

    /// <summary>Never returns.</summary>
    public static void Run(CellContext* cell, CgroupDriver cgroups, int status, ProgramFds* fds)
    {
        status = JoinJob(cell, cgroups, status, fds);
        Prepare(cell, status);
        StartRequest start;
        AwaitStart(cell, status, &start);

        var cpuSeconds = (start.CpuMilliseconds / 1000) + 2;
        SetRlimits(cell, status, LimitMoment.Started, cpuSeconds);
        FileReceiver.Run(cell, status, fills: false);
        SetRlimits(cell, status, LimitMoment.FilesWritten, cpuSeconds);
        if (cell->Plan.Boots != 0)
        {
            Execute(status, &start, boots: true);
        }

        if (!IsWork(start.Directory))
        {
            Check(status, CellStep.ChangeDirectory, Sys.ChangeDirectory(start.Directory));
        }

        var terminal = start.Terminal.IsNone ? -1 : ProgramTerminal.Open(status, start.Terminal);
        var ready = stackalloc ulong[2];
        ready[0] = ready[1] = Sys.MonotonicNanoseconds();
        Check(status, CellStep.StartProgram, Sys.SendPacket(status, ready, ReadyLength, terminal, 0), 6);
        Execute(status, &start, boots: false);
    }

    /// <summary>As <see cref="Run"/>, for a process that only writes the files of a booted cell; never returns.</summary>
    public static void RunWriter(CellContext* cell, CgroupDriver cgroups, int status)
    {
        var fds = new ProgramFds { Stdin = 0, Stdout = 1, Stderr = 2 };
        status = JoinJob(cell, cgroups, status, &fds);
        Prepare(cell, status);
        StartRequest ignored;
        AwaitStart(cell, status, &ignored);
        FileReceiver.Run(cell, status, fills: true);
        var ready = stackalloc ulong[2];
        ready[0] = ready[1] = Sys.MonotonicNanoseconds();
        Check(status, CellStep.StartProgram, Sys.SendPacket(status, ready, ReadyLength, -1, 0), 7);
        Sys.Exit(0);
    }

    /// <summary>Every descriptor but stdio and the pipes of a runtime that boots goes at exec, whatever its own flag says.</summary>
    private static void Execute(int status, StartRequest* start, bool boots)
    {
        CloseAbove(status, 2, boots, Fcntl.CLOSE_RANGE_CLOEXEC);

        // Whatever the server says: a link of /proc can lead to what no path here leads to.
        Sys.Close(Check(status, CellStep.Exec, Sys.OpenWithoutMagic(start->Executable, Fcntl.O_PATH | Fcntl.O_CLOEXEC), 1));
        Check(status, CellStep.Exec, Sys.Exec(start->Executable, start->Argv, start->Envp));
    }

    private static void CloseAbove(int status, int last, bool butPipes, uint flags)
    {
        if (butPipes)
        {
            Check(status, CellStep.CloseFds, Sys.CloseRange((uint)last + 1, ProgramFds.ControlNumber - 1, flags), 4);
            last = ProgramFds.ReadyNumber;
        }

        Check(status, CellStep.CloseFds, Sys.CloseRange((uint)last + 1, uint.MaxValue, flags), 3);
    }

    /// <summary>From here on everything is charged to the job. The new number of <paramref name="status"/>.</summary>
    private static int JoinJob(CellContext* cell, CgroupDriver cgroups, int status, ProgramFds* fds)
    {
        Check(status, CellStep.JoinJobCgroup, cgroups.JoinJob(&cell->Groups));

        // Only here, and not in the clone of the cell: a cgroup namespace takes the group that its creator is in as its root.
        Check(status, CellStep.UnshareCgroup, Sys.Unshare(Sched.CLONE_NEWCGROUP));
        Check(status, CellStep.NewSession, Sys.NewSession());
        Check(status, CellStep.PlaceStdio, Sys.Dup2(fds->Stdin, 0), 0);
        Check(status, CellStep.PlaceStdio, Sys.Dup2(fds->Stdout, 1), 1);
        Check(status, CellStep.PlaceStdio, Sys.Dup2(fds->Stderr, 2), 2);

        // Only stdio, the data channel, the status socket and the pipes of a runtime stay open. A folder that is open, like those of the cgroups, is a way out for every path
        // that the user or the server names: /proc/self/fd/8/../../etc.
        const int kept = InitFds.Data + 1;
        Check(status, CellStep.CloseFds, Sys.Dup2(status, kept), 1);
        Check(kept, CellStep.CloseFds, Sys.SetCloseOnExec(kept, true), 2);
        if (fds->Control > 0)
        {
            Check(kept, CellStep.PlaceStdio, Sys.Dup2(fds->Control, ProgramFds.ControlNumber), 3);
            Check(kept, CellStep.PlaceStdio, Sys.Dup2(fds->Ready, ProgramFds.ReadyNumber), 4);
        }

        CloseAbove(kept, kept, fds->Control > 0, 0);
        return kept;
    }

    /// <summary>All that can be done without knowing the program.</summary>
    private static void Prepare(CellContext* cell, int status)
    {
        SetRlimits(cell, status, LimitMoment.Prepared, 0);

        Check(status, CellStep.ChangeDirectory, Sys.ChangeDirectory(Sys.Z("/work"u8)));
        DropRights(cell, status);
        Check(status, CellStep.ResetSignals, Sys.ResetSignals());
        Sys.SetUmask(0x12);
        Check(status, CellStep.NoNewPrivileges, Sys.Prctl(Processes.PR_SET_NO_NEW_PRIVS, 1));
        var listener = Check(status, CellStep.InstallSeccomp, (int)Sys.Call(
            SyscallNumber.__NR_seccomp,
            (nint)SeccompAbi.SECCOMP_SET_MODE_FILTER,
            (nint)SeccompAbi.SECCOMP_FILTER_FLAG_NEW_LISTENER,
            (nint)cell->ProgramFilter));
        byte prepared = 1;
        Check(status, CellStep.InstallSeccomp, Sys.SendPacket(status, &prepared, PreparedLength, listener, 0), 1);
        Sys.Close(listener);
    }

    /// <summary>Init sends it when it has confined itself, and has found it well-formed.</summary>
    private static void AwaitStart(CellContext* cell, int status, StartRequest* start)
    {
        var length = Sys.Read(status, cell->Buffers->Start, FrameHeader.MaxPayload);
        if (length <= 0)
        {
            Sys.Exit(1);
        }

        Check(status, CellStep.StartProgram, StartParser.TryParse(cell->Buffers, (int)length, start) ? 0 : -Errno.EPROTO);
    }

    /// <summary>Passes a good result on; tells init and ends on an error.</summary>
    public static int Check(int status, CellStep step, nint result, int index = 0)
    {
        if (result < 0)
        {
            var failure = new StepFailure { Step = step, Index = (ushort)index, Errno = (int)-result };
            Sys.SendPacket(status, &failure, StepFailure.Size, -1, 0);
            Sys.Exit(1);
        }

        return (int)result;
    }

    /// <summary>Where the process is already.</summary>
    private static bool IsWork(byte* path) => path[0] == '/' && path[1] == 'w' && path[2] == 'o' && path[3] == 'r' && path[4] == 'k' && path[5] == 0;

    /// <summary>The limits that are set at this moment.</summary>
    private static void SetRlimits(CellContext* cell, int status, LimitMoment moment, uint cpuSeconds)
    {
        for (var i = 0; i < cell->Protections->LimitCount; i++)
        {
            var limit = cell->Protections->Limits[i];
            var isNeeded = limit.InPlaceOf == Isolation.None || (cell->Missing & limit.InPlaceOf) != 0;
            if (isNeeded && limit.Moment == moment)
            {
                var soft = AmountOf(&limit, &cell->Plan, status, cpuSeconds);

                // A second for a signal that can be told from a kill.
                var hard = limit.Amount == LimitAmount.CpuSeconds ? soft + 1 : soft;
                Check(status, CellStep.SetRlimit, Sys.SetRlimit(limit.Resource, soft, hard), limit.Resource);
            }
        }
    }

    private static ulong AmountOf(NativeLimit* limit, CellPlan* plan, int status, uint cpuSeconds)
    {
        switch (limit->Amount)
        {
            case LimitAmount.FileBytes:
                return plan->FileBytes;
            case LimitAmount.StackBytes:
                return plan->StackBytes;
            case LimitAmount.OpenFiles:
                return plan->OpenFiles;
            case LimitAmount.MemoryBytes:
                return plan->MemoryBytes;
            case LimitAmount.Pids:
                return plan->Pids;
            case LimitAmount.CpuSeconds:
                return cpuSeconds;
            case LimitAmount.AtMost:
                Rlimit had;
                Check(status, CellStep.SetRlimit, Sys.GetRlimit(limit->Resource, &had), limit->Resource);
                return Math.Min(limit->Value, had.rlim_max);
            default:
                return limit->Value;
        }
    }

    private static void DropRights(CellContext* cell, int status)
    {
        for (var capability = 0; capability <= LastCapability; capability++)
        {
            var result = Sys.Prctl(Processes.PR_CAPBSET_DROP, capability);
            if (result == -Errno.EINVAL)
            {
                // Above the last one that this kernel has.
                break;
            }

            Check(status, CellStep.DropBoundingSet, result, capability);
        }

        Check(status, CellStep.BecomeUser, Sys.SetGroup(CellUsers.Program), 0);
        Check(status, CellStep.BecomeUser, cell->HasOwnIds ? Sys.ClearGroups() : 0, 1);
        Check(status, CellStep.BecomeUser, Sys.SetUser(CellUsers.Program), 2);
        if (!cell->HasOwnIds)
        {
            // Nobody has become somebody else, so nothing was lost by that.
            Check(status, CellStep.BecomeUser, Sys.SetCapabilities(0), 3);
        }

        ulong left;
        Check(status, CellStep.CheckNoCapabilities, Sys.GetCapabilities(&left), 0);
        Check(status, CellStep.CheckNoCapabilities, left == 0 ? 0 : -Errno.EPERM, 1);
    }
}

/// <summary>
/// The program's ends of its pipes; the last two only for a runtime that boots, which finds them under fixed numbers: high ones, so that all
/// that it opens has the same numbers as in a cold start, and below those that shells keep for themselves.
/// </summary>
internal struct ProgramFds
{
    public const int ControlNumber = 100;
    public const int ReadyNumber = 101;

    public int Stdin;
    public int Stdout;
    public int Stderr;
    public int Control;
    public int Ready;
}

/// <summary>A Start frame, taken apart; the pointers lead into its payload.</summary>
internal unsafe struct StartRequest
{
    public uint WallMilliseconds;
    public uint CpuMilliseconds;
    public ulong StdoutBytes;
    public ulong StderrBytes;
    public ulong FilesBytes;
    public WindowSize Terminal;
    public byte* Executable;
    public byte* Directory;
    public byte** Argv;
    public byte** Envp;
}
