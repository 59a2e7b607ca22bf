using Hotcell.Linux;
using Hotcell.Linux.Abi;
using Hotcell.Linux.Cgroups;
using Hotcell.Protocol;
using static Hotcell.Warden.Cells.CellFailure;

namespace Hotcell.Warden.Cells;

/// <summary>
/// Process 1 of a cell. Theory of operation: it builds the cell (<see cref="InitSetup"/>), waits for a Start frame, forks the process that
/// becomes the program (<see cref="ProgramStart"/>), gives up everything that it does not need to watch it, and then moves bytes and keeps time
/// (<see cref="InitLoop"/>) until the program's first process ends. Then it kills and reaps whatever is left, delivers the rest of the output,
/// reports, and ends; the kernel takes the pid namespace, the mounts and the memory with it.
/// </summary>
internal static unsafe class Init
{
    /// <summary>Never returns: the clone must not go on into the warden's code.</summary>
    public static void Run(CellContext* cell, CgroupDriver cgroups)
    {
        InitSetup.Run(cell, cgroups);
        var state = new InitState { Cell = cell, Status = -1, Stdin = -1, Stdout = -1, Stderr = -1, Listener = -1, RefusedSyscall = -1 };
        ReceiveStart(cell, &state.Start);
        Prepare(&state);
        Fork(&state, cgroups);
        Confine(&state);
        InitLoop.Run(&state, cgroups);
        Sys.Exit(0);
    }

    /// <summary>Waits, for as long as the warden lives, for a well-formed Start frame.</summary>
    private static void ReceiveStart(CellContext* cell, StartRequest* start)
    {
        FrameHeader header;
        ReadOrExit((byte*)&header, FrameHeader.Size);
        var good = header.Kind == FrameKind.Start && header.Length <= FrameHeader.MaxPayload;
        if (good)
        {
            ReadOrExit(cell->Buffers->Start, (int)header.Length);
            good = StartParser.TryParse(cell->Buffers, (int)header.Length, start);
        }

        Check(cell, CellStep.StartProgram, good ? 0 : -Errno.EPROTO);
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
            ProgramStart.Run(cell, cgroups, &state->Start, status[1], stdio);
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

    /// <summary>From here on init can kill its own and move bytes, and nothing else; only then is the program let go.</summary>
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

        // It may have failed and ended by now, and then its own report lies in the socket.
        var go = ProgramStart.Go;
        state->LetGoAt = Sys.MonotonicNanoseconds();
        Sys.SendPacket(state->Status, &go, 1, -1, 0);
    }
}
