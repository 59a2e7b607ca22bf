using Hotcell.Linux;
using Hotcell.Linux.Abi;
using Hotcell.Linux.Cgroups;
using Hotcell.Protocol;

namespace Hotcell.Warden.Cells;

/// <summary>
/// Watches a program: one poll(2) over everything that can happen. At most one frame waits in each direction; while one waits outwards nothing
/// more is read from the program, so a slow server slows the program and never costs memory. The rules of <see cref="InitSetup"/> hold.
/// </summary>
internal static unsafe class InitLoop
{
    /// <summary>How long the server may take to deliver the job's files.</summary>
    private const ulong DeliveryNanoseconds = 60_000_000_000;

    /// <summary>After so many answers a program that goes on asking costs init nothing more.</summary>
    private const int MaxRefusals = 64;

    /// <summary>How often the count of refused processes and threads is looked up.</summary>
    private const int RefusalsMilliseconds = 500;

    private const short Broken = Polling.POLLHUP | Polling.POLLERR;

    /// <summary>Returns when everything about the program has been told.</summary>
    public static void Run(InitState* state, CgroupDriver cgroups)
    {
        Sys.TimerSet(state->WallTimer, DeliveryNanoseconds);
        while (!state->Ended)
        {
            Step(state, cgroups);
        }

        EndAll(state);

        // A program that was over at once may have been reaped before its start was heard of; the server is told both, in order.
        while (state->Status >= 0)
        {
            HearProgramStart(state, cgroups);
        }

        Finish(state);
    }

    /// <summary>Delivers the rest of the output, the files that are asked for, and the report.</summary>
    public static void Finish(InitState* state)
    {
        EndAll(state);
        CountRefusedForks(state, 0);
        Sys.SetNonBlocking(InitFds.Data);
        InitOutput.Drain(state);
        if (FileSender.IsDue(state) && !FileSender.TrySendAll(state))
        {
            state->Cause = EndCause.FilesLimit;
        }

        // The warden can count by now, while the report is on its way. What is left to do for the kernel, mounts and namespaces above all,
        // would make the server wait.
        ulong one = 1;
        Sys.Write(InitFds.Over, &one, sizeof(ulong));
        InitOutput.SendExit(state);
        InitOutput.Leave(state);
    }

    /// <summary>Nothing of the program may survive its first process.</summary>
    private static void EndAll(InitState* state)
    {
        Sys.Kill(-1, Signals.SIGKILL);
        while (InitReaper.ReapOne(state, 0))
        {
        }
    }

    private static void Step(InitState* state, CgroupDriver cgroups)
    {
        var waitsToSend = state->OutLength > 0;

        // A terminal echoes what is typed before the program has begun: nobody hears of that before Started.
        var holdsOutput = waitsToSend || (state->Terminal >= 0 && state->Status >= 0);
        var waits = stackalloc Pollfd[10];
        waits[0] = Wait(InitFds.Lifeline, Polling.POLLIN);
        waits[1] = Wait(state->Status, Polling.POLLIN);
        waits[2] = Wait(InitFds.Data, (short)((state->ReadsFrames && state->StdinLength == 0 ? Polling.POLLIN : 0) | (waitsToSend ? Polling.POLLOUT : 0)));
        waits[3] = Wait(holdsOutput ? -1 : state->Stdout, Polling.POLLIN);
        waits[4] = Wait(holdsOutput ? -1 : state->Stderr, Polling.POLLIN);
        waits[5] = Wait(state->Stdin, state->StdinLength > 0 ? Polling.POLLOUT : (short)0);
        waits[6] = Wait(state->WallTimer, Polling.POLLIN);
        waits[7] = Wait(state->CpuTimer, Polling.POLLIN);
        waits[8] = Wait(state->Children, Polling.POLLIN);
        waits[9] = Wait(state->Listener, Polling.POLLIN);
        Sys.Poll(waits, 10, RefusalsMilliseconds);
        CountRefusedForks(state, RefusalsMilliseconds);

        if (waits[0].revents != 0)
        {
            Sys.Exit(0);
        }

        // Asked each time, and not only when poll says so: poll looks at one descriptor after the other, so it may have seen what the program
        // wrote after exec and not yet the end of this socket, which exec closed before.
        var terminal = state->Terminal;
        while (state->Status >= 0 && HearProgramStart(state, cgroups))
        {
        }

        if (state->Terminal != terminal)
        {
            // What poll said of the pipes does not hold of what has taken their place.
            return;
        }

        if (waits[9].revents != 0)
        {
            RefuseSyscall(state);
        }

        if ((waits[2].revents & Broken) != 0)
        {
            // Nobody is left to report to.
            Sys.Exit(0);
        }

        if ((waits[2].revents & Polling.POLLOUT) != 0)
        {
            InitOutput.Send(state);
        }

        if ((waits[2].revents & Polling.POLLIN) != 0)
        {
            InitInput.Receive(state);
        }

        if (waits[5].revents != 0)
        {
            InitInput.FeedStdin(state, (waits[5].revents & Broken) != 0);
        }

        if (waits[3].revents != 0 && state->OutLength == 0)
        {
            InitOutput.Pump(state, FrameKind.Stdout);
        }

        if (waits[4].revents != 0 && state->OutLength == 0)
        {
            InitOutput.Pump(state, FrameKind.Stderr);
        }

        if (waits[6].revents != 0)
        {
            ReadTimer(state->WallTimer);
            Kill(state, state->StartedAt == 0 ? EndCause.Disconnected : EndCause.WallTime);
        }

        if (waits[7].revents != 0)
        {
            ReadTimer(state->CpuTimer);
            CheckCpuTime(state, cgroups);
        }

        if (waits[8].revents != 0)
        {
            InitReaper.ReapAll(state);
        }
    }

    /// <summary>Ends the program; the first cause is the one that counts.</summary>
    public static void Kill(InitState* state, EndCause cause)
    {
        if (state->Cause == EndCause.Ended)
        {
            state->Cause = cause;
        }

        Sys.Kill(-1, Signals.SIGKILL);
    }

    /// <summary>
    /// Notes when a process or thread was refused, since only a recent refusal explains a failure. Looked up now and then, because version 1 of
    /// cgroups tells nobody; that a refusal is noticed late makes it seem younger, never older.
    /// </summary>
    private static void CountRefusedForks(InitState* state, uint interval)
    {
        var now = Sys.MonotonicNanoseconds();
        if (now - state->RefusedForksReadAt < interval * 1_000_000UL)
        {
            return;
        }

        state->RefusedForksReadAt = now;
        var count = CgroupDriver.ReadRefusedForks(InitFds.RefusedForks);
        if (count > state->RefusedForks)
        {
            state->RefusedForks = count;
            state->ForkRefusedAt = now;
        }
    }

    private static Pollfd Wait(int fd, short events) => new() { fd = fd, events = events };

    private static void ReadTimer(int timer)
    {
        ulong expirations;
        Sys.Read(timer, &expirations, sizeof(ulong));
    }

    /// <summary>False when there is nothing to hear yet.</summary>
    private static bool HearProgramStart(InitState* state, CgroupDriver cgroups)
    {
        var packet = stackalloc ulong[2];
        int descriptor;
        var length = Sys.ReceivePacket(state->Status, packet, ProgramStart.ReadyLength, &descriptor, Net.MSG_DONTWAIT);
        switch (length)
        {
            case StepFailure.Size:
                InitOutput.Flush(state);
                CellFailure.Report(InitFds.Data, (StepFailure*)packet);
                Sys.Exit(0);
                break;
            case ProgramStart.TerminalLength:
                state->Terminal = descriptor;
                break;
            case ProgramStart.ReadyLength:
                state->ReadsFrames = true;
                Sys.SetNonBlocking(InitFds.Data);

                // Exec is all that was left: the program's time began then, whenever we hear of it.
                state->StartedAt = packet[0];
                if (!state->Start.Terminal.IsNone)
                {
                    InitTerminal.Take(state, descriptor);
                }

                Sys.TimerSet(state->WallTimer, state->Start.WallMilliseconds * 1_000_000UL);
                ArmCpuTimer(state, state->Start.CpuMilliseconds * 1000UL);
                break;
            case 0:
                // Closed by exec, or by the end of a booted cell's writer.
                Sys.Close(state->Status);
                state->Status = -1;
                if (state->Cell->Plan.Boots != 0)
                {
                    InitBoot.HandOver(state, cgroups);
                }

                InitOutput.SendEmpty(state, FrameKind.Started);
                break;
        }

        return length >= 0;
    }

    /// <summary>seccomp_unotify(2): a call of a named rule waits for an answer. It is always the same; the first is remembered.</summary>
    public static void RefuseSyscall(InitState* state)
    {
        SeccompNotif notification = default;
        if (Sys.Ioctl(state->Listener, SeccompAbi.SECCOMP_IOCTL_NOTIF_RECV, &notification) < 0)
        {
            // The caller was killed meanwhile, or the last process with the filter is gone: then the end of the program follows.
            if (InitReaper.OnlyHangUp(state->Listener))
            {
                Sys.Close(state->Listener);
                state->Listener = -1;
            }

            return;
        }

        if (state->RefusedSyscall < 0)
        {
            state->RefusedSyscall = (short)notification.data.nr;
        }

        var answer = new SeccompNotifResp { id = notification.id, error = -Errno.EPERM };
        Sys.Ioctl(state->Listener, SeccompAbi.SECCOMP_IOCTL_NOTIF_SEND, &answer);
        if (++state->Refusals == MaxRefusals)
        {
            // Without a listener the kernel itself answers ENOSYS.
            Sys.Close(state->Listener);
            state->Listener = -1;
        }
    }

    /// <summary>The group cannot have used <paramref name="left"/> before all its CPUs together could: no need to look sooner.</summary>
    private static void ArmCpuTimer(InitState* state, ulong left)
    {
        const ulong shortest = 1_000_000;
        var share = Math.Max(1, (state->Cell->Plan.CpuMillis + 999) / 1000);
        Sys.TimerSet(state->CpuTimer, Math.Max(shortest, left * 1000 / share));
    }

    private static void CheckCpuTime(InitState* state, CgroupDriver cgroups)
    {
        var limit = state->Start.CpuMilliseconds * 1000UL;
        var used = cgroups.ReadCpuMicroseconds(InitFds.CpuUsage) - state->BootMicroseconds;
        if (used >= limit)
        {
            Kill(state, EndCause.CpuTime);
        }
        else
        {
            ArmCpuTimer(state, limit - used);
        }
    }
}
