using Hotcell.Linux;
using Hotcell.Linux.Abi;
using Hotcell.Linux.Cgroups;
using Hotcell.Protocol;

namespace Hotcell.Warden.Cells;

/// <summary>
/// What init does more in a cell that boots a runtime ahead of its program. Theory of operation: the Boot frame says what the program's process
/// executes, as Start does elsewhere, and the files that it finds: the program's own, still empty, for runtimes that open it before they read
/// it. The runtime finds two pipes (<see cref="ProgramFds"/>), says on one that it has booted, and waits on the
/// other. The Start frame then brings the program: a second process, sealed like the first and forked before init gave up its rights, writes the
/// job's files and ends; and init writes the arguments, each with a NUL behind it, into the pipe and closes it. From there on the runtime is the
/// program, and its time, CPU time and peak of memory count from there. A runtime that ends before, or takes too long, is reported as a
/// program's end, without Started. The rules of <see cref="InitSetup"/> hold.
/// </summary>
internal static unsafe class InitBoot
{
    public static void ForkWriter(InitState* state, CgroupDriver cgroups)
    {
        var status = stackalloc int[2];
        state->WriterId = Init.ForkOff(state->Cell, cgroups, status);
        if (state->WriterId == 0)
        {
            ProgramStart.RunWriter(state->Cell, cgroups, status[1]);
        }

        Sys.Close(status[1]);
        state->Writer = status[0];
    }

    /// <summary>From the Boot frame to a Start frame that the writer has got.</summary>
    public static void Run(InitState* state)
    {
        Sys.Close(Init.AwaitPrepared(state->Writer));
        Init.PassStart(state, FrameKind.Boot, state->Status);
        AwaitExec(state);
        Sys.TimerSet(state->WallTimer, state->Start.WallMilliseconds * 1_000_000UL);
        while (!Step(state))
        {
        }

        // Also when it did not say so yet: it will find its program when it does.
        Close(&state->Ready);
        Init.PassStart(state, FrameKind.Start, state->Writer);
        state->Status = state->Writer;
    }

    /// <summary>The files are written, and their writer has closed its socket: the runtime gets its program.</summary>
    public static void HandOver(InitState* state, CgroupDriver cgroups)
    {
        // Reaped, it does not count against the limit of processes any more.
        int status;
        Sys.WaitChild(state->WriterId, &status, 0, null);
        state->BootMicroseconds = cgroups.ReadCpuMicroseconds(InitFds.CpuUsage);
        CellFailure.Check(state->Cell, CellStep.StartProgram, CgroupDriver.EndBoot(&state->Cell->Groups), 8);
        state->StartedAt = Sys.MonotonicNanoseconds();

        // They lie one after the other in the payload, and the pipe is empty: it takes them at once.
        var first = state->Start.Argv[0];
        var end = first;
        for (var i = 0; state->Start.Argv[i] != null; i++)
        {
            for (end = state->Start.Argv[i]; *end != 0; end++)
            {
            }

            end++;
        }

        Sys.Write(state->Control, first, (nint)(end - first));
        Close(&state->Control);
    }

    private static void AwaitExec(InitState* state)
    {
        StepFailure failure;
        int none;
        if (Sys.ReceivePacket(state->Status, &failure, StepFailure.Size, &none, 0) == StepFailure.Size)
        {
            CellFailure.Report(InitFds.Data, &failure);
            Sys.Exit(1);
        }

        Close(&state->Status);
    }

    /// <summary>True when a Start frame begins to arrive.</summary>
    private static bool Step(InitState* state)
    {
        var waits = stackalloc Pollfd[6];
        waits[0] = new Pollfd { fd = InitFds.Lifeline, events = Polling.POLLIN };
        waits[1] = new Pollfd { fd = InitFds.Data, events = Polling.POLLIN };
        waits[2] = new Pollfd { fd = state->Ready, events = Polling.POLLIN };
        waits[3] = new Pollfd { fd = state->WallTimer, events = Polling.POLLIN };
        waits[4] = new Pollfd { fd = state->Children, events = Polling.POLLIN };
        waits[5] = new Pollfd { fd = state->Listener, events = Polling.POLLIN };
        Sys.Poll(waits, 6, -1);
        if (waits[5].revents != 0)
        {
            InitLoop.RefuseSyscall(state);
        }

        if (waits[4].revents != 0)
        {
            InitReaper.ReapAll(state);
        }

        if (waits[0].revents != 0)
        {
            Sys.Exit(0);
        }

        if (waits[3].revents != 0)
        {
            InitLoop.Kill(state, EndCause.WallTime);
        }

        if (state->Ended)
        {
            InitLoop.Finish(state);
            Sys.Exit(0);
        }

        if (waits[2].revents != 0)
        {
            HearReady(state);
        }

        return waits[1].revents != 0;
    }

    private static void HearReady(InitState* state)
    {
        byte ready;
        if (Sys.Read(state->Ready, &ready, 1) == 1)
        {
            if (HasWritten(state))
            {
                // It would be taken for the program's.
                InitLoop.Kill(state, EndCause.Ended);
                Close(&state->Ready);
                return;
            }

            Sys.TimerSet(state->WallTimer, 0);
            InitOutput.SendEmpty(state, FrameKind.Booted);
            InitOutput.Flush(state);
        }

        Close(&state->Ready);
    }

    private static bool HasWritten(InitState* state)
    {
        var waits = stackalloc Pollfd[2];
        waits[0] = new Pollfd { fd = state->Stdout, events = Polling.POLLIN };
        waits[1] = new Pollfd { fd = state->Stderr, events = Polling.POLLIN };
        Sys.Poll(waits, 2, 0);
        return ((waits[0].revents | waits[1].revents) & Polling.POLLIN) != 0;
    }

    private static void Close(int* fd)
    {
        Sys.Close(*fd);
        *fd = -1;
    }
}
