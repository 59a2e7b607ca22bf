using System.Runtime.InteropServices;
using Hotcell.Linux;
using Hotcell.Linux.Abi;
using Hotcell.Linux.Cgroups;
using Hotcell.Protocol;
using Hotcell.Warden.Cells;
using Hotcell.Warden.Filters;
using Hotcell.Warden.Protections;

namespace Hotcell.Warden.Serving;

/// <summary>
/// The parent's side of a cell's birth: cgroups, sockets, clone3 into the cell's namespaces, id maps. All that the clone will need lies in one
/// context, which is wiped when the clone has its copy.
/// </summary>
internal sealed unsafe class CellMaker
{
    private readonly CgroupDriver _cgroups;
    private readonly CellContext* _context = (CellContext*)NativeMemory.AllocZeroed((nuint)sizeof(CellContext));
    private readonly InitBuffers* _buffers = (InitBuffers*)NativeMemory.AllocZeroed((nuint)sizeof(InitBuffers));

    /// <summary>One for every set of allowances, since none can be put together once this process serves.</summary>
    private readonly SockFprog*[] _programFilters = MakeProgramFilters();
    private readonly SockFprog* _initFilter = FilterMemory.Of(Linux.Seccomp.SeccompAssembler.RefuseAllBut(InitFilter.Allowed));
    private readonly SockFprog* _collectingInitFilter = FilterMemory.Of(Linux.Seccomp.SeccompAssembler.RefuseAllBut(InitFilter.AllowedToCollect));
    private readonly ProtectionTables* _protections = ProtectionTables.Make();
    private readonly ulong _namespaces = CellNamespace.Flags;
    private readonly int _lifeline;
    private readonly int _null;
    private readonly Isolation _missing;

    /// <param name="cgroups">Of this machine.</param>
    /// <param name="null">An open /dev/null, for init's stdio.</param>
    /// <param name="missing">Protections that cells do not have.</param>
    /// <exception cref="LinuxException">No pipe could be made.</exception>
    public CellMaker(CgroupDriver cgroups, int @null, Isolation missing)
    {
        _cgroups = cgroups;
        _null = @null;
        _missing = missing;

        // The write end is never used and never closed: it ends with the warden, and every init sees that.
        var ends = stackalloc int[2];
        if (Sys.Pipe(ends, Fcntl.O_CLOEXEC) < 0)
        {
            throw new LinuxException("pipe2", Errno.EMFILE);
        }

        _lifeline = ends[0];
    }

    /// <summary>Makes the cell of <paramref name="slot"/>, whose Uids are set; fills in the rest.</summary>
    /// <param name="plan">Checked.</param>
    /// <param name="cell">Its slot.</param>
    /// <param name="slot">Number of the slot: names the cgroups.</param>
    /// <param name="data">Receives the server's end of the data socket.</param>
    /// <param name="failure">Set when the result is false; nothing is left behind then.</param>
    public bool TryMake(in CellPlan plan, CellSlot* cell, uint slot, int* data, StepFailure* failure)
    {
        var limits = new CgroupLimits
        {
            MemoryBytes = plan.MemoryBytes,
            InitMemoryBytes = WardenLimits.InitMemoryBytes,
            Pids = plan.Pids,
            CpuMillis = plan.CpuMillis,
            Boots = plan.Boots != 0,
        };
        ushort failedWrite;
        var result = _cgroups.Create(slot, limits, cell->Uids, &cell->Groups, &failedWrite);
        if (result < 0)
        {
            *failure = Failure(failedWrite == 0 ? CellStep.MakeCgroup : CellStep.LimitCgroup, failedWrite, result);
            _cgroups.Remove(slot, &cell->Groups);
            return false;
        }

        var sockets = stackalloc int[2];
        if ((result = Sys.SocketPair(Net.SOCK_STREAM, sockets)) < 0)
        {
            *failure = Failure(CellStep.MakeSockets, 0, result);
            _cgroups.Remove(slot, &cell->Groups);
            return false;
        }

        if (!TryClone(plan, cell, sockets[1], failure))
        {
            Sys.Close(sockets[0]);
            Sys.Close(sockets[1]);
            _cgroups.Remove(slot, &cell->Groups);
            return false;
        }

        Sys.Close(sockets[1]);
        *data = sockets[0];
        return true;
    }

    private static SockFprog*[] MakeProgramFilters()
    {
        var filters = new SockFprog*[(int)SyscallAllowances.All + 1];
        for (var i = 0; i < filters.Length; i++)
        {
            filters[i] = FilterMemory.Of(Linux.Seccomp.SeccompAssembler.AllowAllBut(ProgramFilter.RulesBut((SyscallAllowances)i), SyscallNumber.LastReviewed));
        }

        return filters;
    }

    private static StepFailure Failure(CellStep step, ushort index, int result) => new() { Step = step, Index = index, Errno = -result };

    private bool TryClone(in CellPlan plan, CellSlot* cell, int data, StepFailure* failure)
    {
        var go = stackalloc int[2];
        var result = Sys.Pipe(go, Fcntl.O_CLOEXEC);
        if (result < 0)
        {
            *failure = Failure(CellStep.MakeSockets, 1, result);
            return false;
        }

        var over = Sys.EventFd();
        if (over < 0)
        {
            Sys.Close(go[0]);
            Sys.Close(go[1]);
            *failure = Failure(CellStep.MakeSockets, 2, over);
            return false;
        }

        *_context = new CellContext
        {
            Plan = plan,
            Groups = cell->Groups,
            Data = data,
            Lifeline = _lifeline,
            Go = go[0],
            GoWriter = go[1],
            Over = over,
            Null = _null,
            ProgramFilter = _programFilters[(int)plan.Allowances],
            InitFilter = plan.Collects != 0 ? _collectingInitFilter : _initFilter,
            Protections = _protections,
            Missing = _missing,
            Buffers = _buffers,
        };
        int pidfd;
        var clone = new CloneArgs { flags = _namespaces | Sched.CLONE_PIDFD, pidfd = (ulong)&pidfd, exit_signal = Signals.SIGCHLD };
        _cgroups.BirthInit(&clone, &cell->Groups);
        var pid = Sys.Clone3(&clone);
        if (pid == 0)
        {
            Init.Run(_context, _cgroups);
        }

        *_context = default;
        Sys.Close(go[0]);
        if (pid < 0)
        {
            Sys.Close(go[1]);
            Sys.Close(over);
            *failure = Failure(CellStep.Clone, 0, pid);
            return false;
        }

        result = MapIds(pid, cell->Uids, (_missing & Isolation.OwnUserIds) != 0);
        if (result >= 0)
        {
            byte one = 1;
            Sys.Write(go[1], &one, 1);
        }

        // Without its byte the clone ends by itself.
        Sys.Close(go[1]);
        if (result < 0)
        {
            int status;
            Sys.WaitChild(pid, &status, 0, null);
            Sys.Close(pidfd);
            Sys.Close(over);
            *failure = Failure(CellStep.MapIds, 0, result);
            return false;
        }

        cell->Pid = pid;
        cell->Pidfd = pidfd;
        cell->Over = over;
        return true;
    }

    /// <summary>user_namespaces(7): init is 0 inside and the program 1000; both are users that nobody else has. Where there is one user for all, both are 1000.</summary>
    private static int MapIds(int pid, uint uids, bool one)
    {
        const int capacity = 64;
        var map = stackalloc byte[capacity];
        var text = one
            ? new AsciiWriter(map, capacity).Text("1000 "u8).Number(uids).Text(" 1\n"u8)
            : new AsciiWriter(map, capacity).Text("0 "u8).Number(uids).Text(" 1\n1000 "u8).Number(uids + 1).Text(" 1\n"u8);
        var path = stackalloc byte[32];
        var result = Sys.WriteFile(Fcntl.AT_FDCWD, new AsciiWriter(path, 32).Text("/proc/"u8).Number((ulong)pid).Text("/gid_map"u8).Terminated(), map, text.Length);
        return result < 0
            ? result
            : Sys.WriteFile(Fcntl.AT_FDCWD, new AsciiWriter(path, 32).Text("/proc/"u8).Number((ulong)pid).Text("/uid_map"u8).Terminated(), map, text.Length);
    }
}
