using Hotcell.Linux;
using Hotcell.Linux.Abi;
using Hotcell.Protocol;

namespace Hotcell.Warden.Cells;

/// <summary>From the program to the server. One frame waits at most. The rules of <see cref="InitSetup"/> hold.</summary>
internal static unsafe class InitOutput
{
    /// <summary>
    /// Reads once from a stream of the program and starts to send it; kills the program at its cap, and delivers what came before. False when
    /// there is nothing to read now.
    /// </summary>
    public static bool Pump(InitState* state, FrameKind stream)
    {
        ref var fd = ref stream == FrameKind.Stdout ? ref state->Stdout : ref state->Stderr;
        ref var written = ref stream == FrameKind.Stdout ? ref state->StdoutBytes : ref state->StderrBytes;
        var cap = stream == FrameKind.Stdout ? state->Start.StdoutBytes : state->Start.StderrBytes;
        var got = Sys.Read(fd, Payload(state), FrameHeader.MaxPayload);
        if (got is -Errno.EAGAIN or -Errno.EINTR)
        {
            return false;
        }

        if (got <= 0)
        {
            Sys.Close(fd);
            fd = -1;
            return true;
        }

        var allowed = cap > written ? cap - written : 0;
        written += (ulong)got;
        if ((ulong)got > allowed)
        {
            InitLoop.Kill(state, stream == FrameKind.Stdout ? EndCause.StdoutLimit : EndCause.StderrLimit);
            got = (nint)allowed;
        }

        if (got > 0)
        {
            Begin(state, stream, (int)got);
            Send(state);
        }

        return true;
    }

    public static void SendEmpty(InitState* state, FrameKind kind)
    {
        Flush(state);
        Begin(state, kind, 0);
        Send(state);
    }

    /// <summary>Sends what it can of the waiting frame.</summary>
    public static void Send(InitState* state)
    {
        var sent = Sys.Write(InitFds.Data, state->Cell->Buffers->Outgoing + state->OutSent, state->OutLength - state->OutSent);
        if (sent is -Errno.EAGAIN or -Errno.EINTR)
        {
            return;
        }

        if (sent <= 0)
        {
            Sys.Exit(0);
        }

        state->OutSent += (int)sent;
        if (state->OutSent == state->OutLength)
        {
            state->OutLength = state->OutSent = 0;
        }
    }

    /// <summary>Waits until no frame waits. Only where nothing else can need attention.</summary>
    public static void Flush(InitState* state)
    {
        var waits = stackalloc Pollfd[2];
        while (state->OutLength > 0)
        {
            waits[0] = new Pollfd { fd = InitFds.Data, events = Polling.POLLOUT };
            waits[1] = new Pollfd { fd = InitFds.Lifeline, events = Polling.POLLIN };
            Sys.Poll(waits, 2, -1);
            if (waits[1].revents != 0)
            {
                Sys.Exit(0);
            }

            Send(state);
        }
    }

    /// <summary>
    /// After the end of all processes: what still lies in the pipes. An empty pipe is the end even if it has a writer, for that can only be a
    /// descriptor that the program left in flight on some socket.
    /// </summary>
    public static void Drain(InitState* state)
    {
        Flush(state);
        while (state->Stdout >= 0 && Pump(state, FrameKind.Stdout))
        {
            Flush(state);
        }

        while (state->Stderr >= 0 && Pump(state, FrameKind.Stderr))
        {
            Flush(state);
        }
    }

    public static void SendExit(InitState* state)
    {
        Flush(state);
        *(ExitReport*)Payload(state) = new ExitReport
        {
            WaitStatus = state->WaitStatus,
            Cause = state->Cause,
            ForkRefusedTenthsAgo = ForkRefusedTenthsAgo(state),
            RefusedSyscall = state->RefusedSyscall,
            WallNanoseconds = state->StartedAt == 0 ? 0 : state->EndedAt - state->StartedAt,
            UserMicroseconds = state->UserMicroseconds,
            SystemMicroseconds = state->SystemMicroseconds,
            MaxResidentBytes = state->MaxResidentBytes,
            StdoutBytes = state->StdoutBytes,
            StderrBytes = state->StderrBytes,
            BootCpuMicroseconds = state->BootMicroseconds,
        };
        Begin(state, FrameKind.Exit, ExitReport.Size);
        Flush(state);
    }

    /// <summary>unix(7): closing a socket with unread bytes resets the other side instead of ending it.</summary>
    public static void Leave(InitState* state)
    {
        while (Sys.Read(InitFds.Data, Payload(state), FrameHeader.MaxPayload) > 0)
        {
        }
    }

    /// <summary>0 when none was refused, or at the very end.</summary>
    private static byte ForkRefusedTenthsAgo(InitState* state)
    {
        const ulong tenth = 100_000_000;
        return state->ForkRefusedAt == 0 || state->ForkRefusedAt > state->EndedAt
            ? (byte)0
            : (byte)Math.Min(byte.MaxValue, (state->EndedAt - state->ForkRefusedAt) / tenth);
    }

    public static byte* Payload(InitState* state) => state->Cell->Buffers->Outgoing + FrameHeader.Size;

    /// <summary>The payload is in its place.</summary>
    public static void Begin(InitState* state, FrameKind kind, int length)
    {
        *(FrameHeader*)state->Cell->Buffers->Outgoing = new FrameHeader { Kind = kind, Length = (uint)length };
        state->OutLength = FrameHeader.Size + length;
        state->OutSent = 0;
    }
}
