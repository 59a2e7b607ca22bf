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
/// </summary>
internal static unsafe class Init
{
    /// <summary>Never returns: the clone must not go on into the warden's code.</summary>
    public static void Run(CellContext* cell, CgroupDriver cgroups)
    {
        InitSetup.Run(cell, cgroups);
        var state = new InitState { Cell = cell, Status = -1, Stdin = -1, Stdout = -1, Stderr = -1, Listener = -1, RefusedSyscall = -1 };
        Prepare(&state);
        Fork(&state, cgroups);
        Confine(&state);
        AwaitPrepared(&state);
        PassStart(&state);
        InitLoop.Run(&state, cgroups);
        Sys.Exit(0);
    }

    /// <summary>The program's process has joined its group, given up its rights and installed its filter; or says which step failed.</summary>
    private static void AwaitPrepared(InitState* state)
    {
        StepFailure answer;
        int listener;
        switch (Sys.ReceivePacket(state->Status, &answer, StepFailure.Size, &listener, 0))
        {
            case StepFailure.Size:
                CellFailure.Report(InitFds.Data, &answer);
                Sys.Exit(1);
                break;
            case ProgramStart.PreparedLength when listener >= 0:
                state->Listener = listener;
                break;

            // Otherwise it is dead, killed for memory: the loop finds it so, and reports it as the end of the program.
        }
    }

    /// <summary>Waits, for as long as the warden lives, for a well-formed Start frame. From here on the process is told what it becomes.</summary>
    private static void PassStart(InitState* state)
    {
        var cell = state->Cell;
        FrameHeader header;
        ReadOrExit((byte*)&header, FrameHeader.Size);
        var good = header.Kind == FrameKind.Start && header.Length <= FrameHeader.MaxPayload;
        if (good)
        {
            ReadOrExit(cell->Buffers->Start, (int)header.Length);
            good = StartParser.TryParse(cell->Buffers, (int)header.Length, &state->Start);
        }

        Check(cell, CellStep.StartProgram, good ? 0 : -Errno.EPROTO);

        // A process that was killed meanwhile takes nothing: the same as above.
        Sys.SendPacket(state->Status, cell->Buffers->Start, (nint)header.Length, -1, 0);
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
        var pipes = stackalloc int[6];
        var status = stackalloc int[2];
        for (var i = 0; i < 3; i++)
        {
            Check(cell, CellStep.MakePipes, Sys.Pipe(pipes + (2 * i), Fcntl.O_CLOEXEC), i);
        }

        Check(cell, CellStep.MakePipes, Sys.SocketPair(Net.SOCK_SEQPACKET, status), 3);
        var stdio = stackalloc int[3];
        stdio[0] = pipes[0];
        stdio[1] = pipes[3];
        stdio[2] = pipes[5];

        var clone = new CloneArgs { exit_signal = Signals.SIGCHLD };
        cgroups.BirthJob(&clone, &cell->Groups);
        var pid = Sys.Clone3(&clone);
        if (pid == 0)
        {
            Sys.Close(status[0]);
            ProgramStart.Run(cell, cgroups, status[1], stdio);
        }

        state->Program = Check(cell, CellStep.StartProgram, pid, 5);
        Sys.Close(status[1]);
        for (var i = 0; i < 3; i++)
        {
            Sys.Close(stdio[i]);
        }

        state->Status = status[0];
        state->Stdin = pipes[1];
        state->Stdout = pipes[2];
        state->Stderr = pipes[4];
        Check(cell, CellStep.MakePipes, Sys.SetNonBlocking(state->Stdin), 4);
        Check(cell, CellStep.MakePipes, Sys.SetNonBlocking(state->Stdout), 5);
        Check(cell, CellStep.MakePipes, Sys.SetNonBlocking(state->Stderr), 6);
    }

    /// <summary>From here on init can kill its own and move bytes, and nothing else: nothing of the user runs beside an init that still has its rights.</summary>
    private static void Confine(InitState* state)
    {
        var cell = state->Cell;
        cell->Groups.CloseAllButUsage();
        InitSetup.DetachOldRoot(cell);
        Check(cell, CellStep.ConfineInit, Sys.SetCapabilities(1UL << Processes.CAP_KILL), 0);
        Check(cell, CellStep.ConfineInit, Sys.Prctl(Processes.PR_SET_NO_NEW_PRIVS, 1), 1);
        Check(
            cell,
            CellStep.ConfineInit,
            Sys.Call(SyscallNumber.__NR_seccomp, (nint)SeccompAbi.SECCOMP_SET_MODE_FILTER, 0, (nint)cell->InitFilter),
            2);
    }
}
