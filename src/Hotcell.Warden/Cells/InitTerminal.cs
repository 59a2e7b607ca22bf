using Hotcell.Linux;
using Hotcell.Linux.Abi;
using Hotcell.Protocol;
using static Hotcell.Warden.Cells.CellFailure;

namespace Hotcell.Warden.Cells;

/// <summary>
/// What init does more for a program that has a terminal. Theory of operation: the terminal is made when Start asks for it, in the cell's own devpts, by the
/// process that becomes the program (<see cref="ProgramTerminal"/>): so every cell that was made ahead can have one, and those that have none pay nothing. It
/// passes both sides on. Init types what comes as stdin, and tells all that the terminal shows as stdout, what the kernel echoes among
/// it. It holds the program's side open as well: else the terminal hangs up when the program has closed it, and what it writes to
/// <c>/dev/tty</c> later is lost. So a terminal never ends by itself; what is left in it is told at the end of the program's first process, as of pipes.
/// The rules of <see cref="InitSetup"/> hold.
/// </summary>
internal static unsafe class InitTerminal
{
    /// <summary>VEOF of a new terminal: ^D.</summary>
    private const byte EndOfFile = 4;

    /// <summary>The terminal in place of the pipes.</summary>
    public static void Take(InitState* state, int master)
    {
        var cell = state->Cell;
        Check(cell, CellStep.OpenTerminal, master < 0 || state->Terminal < 0 ? -Errno.EPROTO : 0, 9);
        Sys.Close(state->Stdin);
        Sys.Close(state->Stdout);
        Sys.Close(state->Stderr);
        state->Stderr = -1;
        state->Stdout = master;

        // Two numbers, since each is closed for itself.
        state->Stdin = Check(cell, CellStep.OpenTerminal, Sys.DupAbove(master, 0), 10);
        Check(cell, CellStep.OpenTerminal, Sys.SetNonBlocking(master), 11);
    }

    /// <summary>
    /// The end of the input as a person at a terminal tells it. A program that reads lines reads its end, at once or behind an unfinished line;
    /// to one that reads keys it is a key.
    /// </summary>
    public static void TypeEnd(InitState* state)
    {
        if (state->Stdin < 0)
        {
            return;
        }

        var bytes = state->Cell->Buffers->Incoming + FrameHeader.Size;
        bytes[0] = bytes[1] = EndOfFile;
        state->StdinLength = EndsLine(state->LastTyped) ? 1 : 2;
        state->StdinEnds = true;
    }

    /// <summary>The kernel tells the terminal's foreground processes: SIGWINCH.</summary>
    public static void Resize(InitState* state, WindowSize size) => Sys.SetWindowSize(state->Terminal, size.Columns, size.Rows);

    /// <param name="last">Typed last; 0 when nothing was.</param>
    private static bool EndsLine(byte last) => last is 0 or (byte)'\n' or (byte)'\r' or EndOfFile;
}
