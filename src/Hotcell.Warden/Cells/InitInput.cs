using Hotcell.Linux;
using Hotcell.Linux.Abi;
using Hotcell.Protocol;

namespace Hotcell.Warden.Cells;

/// <summary>From the server to the program. The next frame is read only when the program has taken the last. The rules of <see cref="InitSetup"/> hold.</summary>
internal static unsafe class InitInput
{
    /// <summary>Reads what is there of the next frame, and acts when it is whole.</summary>
    public static void Receive(InitState* state)
    {
        var frame = state->Cell->Buffers->Incoming;
        var header = (FrameHeader*)frame;
        var wanted = state->InLength < FrameHeader.Size ? FrameHeader.Size : FrameHeader.Size + (int)header->Length;
        if (state->InLength < wanted)
        {
            var got = Sys.Read(InitFds.Data, frame + state->InLength, wanted - state->InLength);
            if (got is -Errno.EAGAIN or -Errno.EINTR)
            {
                return;
            }

            if (got <= 0)
            {
                Sys.Exit(0);
            }

            state->InLength += (int)got;
        }

        if (state->InLength < FrameHeader.Size)
        {
            return;
        }

        if (header->Length > FrameHeader.MaxPayload)
        {
            InitLoop.Kill(state, EndCause.Disconnected);
            state->ReadsFrames = false;
            return;
        }

        if (state->InLength == FrameHeader.Size + (int)header->Length)
        {
            state->InLength = 0;
            Act(state, header);
        }
    }

    /// <summary>Gives the program what it takes of the waiting bytes; forgets them when it has closed its stdin.</summary>
    public static void FeedStdin(InitState* state, bool closedByProgram)
    {
        var bytes = state->Cell->Buffers->Incoming + FrameHeader.Size;
        var taken = closedByProgram ? -Errno.EPIPE : Sys.Write(state->Stdin, bytes + state->StdinTaken, state->StdinLength - state->StdinTaken);
        if (taken is -Errno.EAGAIN or -Errno.EINTR)
        {
            return;
        }

        if (taken < 0)
        {
            CloseStdin(state);
            return;
        }

        state->StdinTaken += (int)taken;
        if (state->StdinTaken < state->StdinLength)
        {
            return;
        }

        state->LastTyped = state->StdinLength > 0 ? bytes[state->StdinLength - 1] : state->LastTyped;
        state->StdinLength = state->StdinTaken = 0;
        if (state->StdinEnds)
        {
            CloseStdin(state);
        }
    }

    private static void Act(InitState* state, FrameHeader* header)
    {
        switch (header->Kind)
        {
            case FrameKind.Stdin:
                state->StdinLength = state->Stdin >= 0 ? (int)header->Length : 0;
                break;
            case FrameKind.StdinEnd when state->Terminal >= 0:
                InitTerminal.TypeEnd(state);
                break;
            case FrameKind.StdinEnd:
                CloseStdin(state);
                break;
            case FrameKind.Resize when header->Length == WindowSize.Size && state->Terminal >= 0 && ((WindowSize*)(header + 1))->IsValid:
                InitTerminal.Resize(state, *(WindowSize*)(header + 1));
                break;
            case FrameKind.Signal when header->Length == sizeof(int):
                var signal = *(int*)(header + 1);
                if (signal is > 0 and <= Signals.Highest)
                {
                    Sys.Kill(-state->Program, signal);
                }

                break;
            default:
                InitLoop.Kill(state, EndCause.Disconnected);
                state->ReadsFrames = false;
                break;
        }
    }

    private static void CloseStdin(InitState* state)
    {
        if (state->Stdin >= 0)
        {
            Sys.Close(state->Stdin);
            state->Stdin = -1;
        }

        state->StdinLength = state->StdinTaken = 0;
    }
}
