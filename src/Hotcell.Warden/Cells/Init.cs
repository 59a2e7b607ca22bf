using Hotcell.Linux;
using Hotcell.Linux.Abi;
using Hotcell.Linux.Cgroups;
using Hotcell.Protocol;
using static Hotcell.Warden.Cells.CellFailure;

namespace Hotcell.Warden.Cells;

/// <summary>
/// Process 1 of a cell. Theory of operation: it builds the cell (<see cref="InitSetup"/>), forks the process that becomes the program
/// (<see cref="ProgramStart"/>), and gives up everything that it does not need to watch it. All that happens before anybody says what the
/// program is, so a cell that was made ahead has nothing left to do but exec. Then it waits for a Start frame, hands it to that process, and
/// moves bytes and keeps time (<see cref="InitLoop"/>) until the program's first process ends. Then it kills and reaps whatever is left,
/// delivers the rest of the output, reports, and ends; the kernel takes the pid namespace, the mounts and the memory with it.
/// A cell that boots has one step in between: <see cref="InitBoot"/>.
/// </summary>
internal static unsafe class Init
{
    /// <summary>Never returns: the clone must not go on into the warden's code.</summary>
    public static void Run(CellContext* cell, CgroupDriver cgroups)
    {
        InitSetup.Run(cell, cgroups);
        var state = new InitState { Cell = cell, Status = -1, Stdin = -1, Stdout = -1, Stderr = -1, Terminal = -1, Listener = -1, RefusedSyscall = -1 };
        Prepare(&state);
        Fork(&state, cgroups);
        if (cell->Plan.Boots != 0)
        {
            InitBoot.ForkWriter(&state, cgroups);
        }

        Confine(&state);
        state.Listener = AwaitPrepared(state.Status);
        if (cell->Plan.Boots != 0)
        {
            InitBoot.Run(&state);
        }
        else
        {
            PassStart(&state, FrameKind.Start, state.Status);
        }

        InitLoop.Run(&state, cgroups);
        Sys.Exit(0);
    }

    /// <summary>Waits until a process off init is sealed, and returns its filter's listener; ends the cell when the process says which step failed.</summary>
    public static int AwaitPrepared(int status)
    {
        StepFailure answer;
        int listener;
        if (Sys.ReceivePacket(status, &answer, StepFailure.Size, &listener, 0) == StepFailure.Size)
        {
            CellFailure.Report(InitFds.Data, &answer);
            Sys.Exit(1);
        }

        // −1 when it is dead, killed for memory: the loop finds it so, and reports it as the end of the program.
        return listener;
    }

    /// <summary>Waits, for as long as the warden lives, for a well-formed frame, and passes its payload on to a process that waits for it.</summary>
    public static void PassStart(InitState* state, FrameKind kind, int process)
    {
        var cell = state->Cell;
        FrameHeader header;
        ReadOrExit((byte*)&header, FrameHeader.Size);
        var good = header.Kind == kind && header.Length <= FrameHeader.MaxPayload;
        if (good)
        {
            ReadOrExit(cell->Buffers->Start, (int)header.Length);
            good = StartParser.TryParse(cell->Buffers, (int)header.Length, &state->Start)
                && (state->Start.FilesBytes == 0 || cell->Plan.Collects != 0)
                && (state->Start.Terminal.IsNone || cell->Plan.Boots == 0);
        }

        Check(cell, CellStep.StartProgram, good ? 0 : -Errno.EPROTO);

        // A process that was killed meanwhile takes nothing: the same as above.
        Sys.SendPacket(process, cell->Buffers->Start, (nint)header.Length, -1, 0);
    }

    private static void ReadOrExit(byte* buffer, int length)
    {
        var waits = stackalloc Pollfd[2];
        while (length > 0)
        {
            waits[0] = new Pollfd { fd = InitFds.Data, events = Polling.POLLIN };
            waits[1] = new Pollfd { fd = InitFds.Lifeline, events = Polling.POLLIN };
            Sys.Poll(waits, 2, -1);
            var got = waits[1].revents != 0 ? 0 : Sys.Read(InitFds.Data, buffer, length);
            if (got <= 0)
            {
                Sys.Exit(0);
            }

            buffer += got;
            length -= (int)got;
        }
    }

    private static void Prepare(InitState* state)
    {
        var cell = state->Cell;

        // SIGCHLD is read from a descriptor; nothing else may interrupt a process that must report.
        var all = ulong.MaxValue;
        Check(cell, CellStep.StartProgram, Sys.Call(SyscallNumber.__NR_rt_sigprocmask, Signals.SIG_SETMASK, (nint)(&all), 0, Signals.KernelSigsetSize), 1);
        ulong child = 1UL << (Signals.SIGCHLD - 1);
        const int closeOnExec = Fcntl.O_CLOEXEC | Fcntl.O_NONBLOCK;
        state->Children = Check(cell, CellStep.StartProgram, Sys.Call(SyscallNumber.__NR_signalfd4, -1, (nint)(&child), Signals.KernelSigsetSize, closeOnExec), 2);
        state->WallTimer = Check(cell, CellStep.StartProgram, Sys.TimerCreate(), 3);
        state->CpuTimer = Check(cell, CellStep.StartProgram, Sys.TimerCreate(), 4);
    }

    private static void Fork(InitState* state, CgroupDriver cgroups)
    {
        var cell = state->Cell;
        var pipes = stackalloc int[10];
        var status = stackalloc int[2];
        var count = cell->Plan.Boots != 0 ? 5 : 3;
        for (var i = 0; i < count; i++)
        {
            Check(cell, CellStep.MakePipes, Sys.Pipe(pipes + (2 * i), Fcntl.O_CLOEXEC), i);

            // A pipe belongs to who made it: the program could not open /dev/stdin, only read it.
            Check(cell, CellStep.MakePipes, Sys.ChangeOwner(pipes[2 * i], CellUsers.Program, CellUsers.Program), 7 + i);
        }

        var theirs = new ProgramFds { Stdin = pipes[0], Stdout = pipes[3], Stderr = pipes[5], Control = pipes[6], Ready = pipes[9] };
        state->Program = ForkOff(cell, cgroups, status);
        if (state->Program == 0)
        {
            ProgramStart.Run(cell, cgroups, status[1], &theirs);
        }

        Sys.Close(status[1]);
        Sys.Close(theirs.Stdin);
        Sys.Close(theirs.Stdout);
        Sys.Close(theirs.Stderr);
        state->Status = status[0];
        state->Stdin = pipes[1];
        state->Stdout = pipes[2];
        state->Stderr = pipes[4];
        if (count > 3)
        {
            Sys.Close(theirs.Control);
            Sys.Close(theirs.Ready);
            state->Control = pipes[7];
            state->Ready = pipes[8];
        }

        Check(cell, CellStep.MakePipes, Sys.SetNonBlocking(state->Stdin), 5);
        Check(cell, CellStep.MakePipes, Sys.SetNonBlocking(state->Stdout), 6);
        Check(cell, CellStep.MakePipes, Sys.SetNonBlocking(state->Stderr), 7);
    }

    /// <summary>Forks a process into the limited group, with a socket between it and init; returns 0 in the process.</summary>
    public static int ForkOff(CellContext* cell, CgroupDriver cgroups, int* status)
    {
        Check(cell, CellStep.MakePipes, Sys.SocketPair(Net.SOCK_SEQPACKET, status), 8);
        var clone = new CloneArgs { exit_signal = Signals.SIGCHLD };
        cgroups.BirthJob(&clone, &cell->Groups);
        var pid = Check(cell, CellStep.StartProgram, Sys.Clone3(&clone), 5);
        if (pid == 0)
        {
            Sys.Close(status[0]);
        }

        return pid;
    }

    /// <summary>
    /// From here on init can kill its own and move bytes, and read what a compiler will have left, and nothing else: nothing of the user runs
    /// beside an init that still has its rights.
    /// </summary>
    private static void Confine(InitState* state)
    {
        var cell = state->Cell;
        var capabilities = 1UL << Processes.CAP_KILL;
        cell->Groups.CloseAllButUsage();
        InitSetup.DetachOldRoot(cell);
        if (cell->Plan.Collects != 0)
        {
            capabilities |= 1UL << Processes.CAP_DAC_READ_SEARCH;
            state->Work = Check(cell, CellStep.ConfineInit, Sys.Open(Fcntl.AT_FDCWD, Sys.Z("/work"u8), Fcntl.O_RDONLY | Fcntl.O_DIRECTORY | Fcntl.O_CLOEXEC), 3);
        }

        Check(cell, CellStep.ConfineInit, Sys.SetCapabilities(capabilities), 0);
        Check(cell, CellStep.ConfineInit, Sys.Prctl(Processes.PR_SET_NO_NEW_PRIVS, 1), 1);
        Check(
            cell,
            CellStep.ConfineInit,
            Sys.Call(SyscallNumber.__NR_seccomp, (nint)SeccompAbi.SECCOMP_SET_MODE_FILTER, 0, (nint)cell->InitFilter),
            2);
    }
}
