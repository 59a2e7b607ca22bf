using Hotcell.Linux;
using Hotcell.Protocol;
using static Hotcell.Warden.Cells.ProgramStart;

namespace Hotcell.Warden.Cells;

/// <summary>
/// Gives the process that becomes the program a terminal of its own for its stdio, which controls its session: as sealed as the program, and from the
/// devpts that it could open others of. The rules of <see cref="InitSetup"/> hold.
/// </summary>
internal static unsafe class ProgramTerminal
{
    /// <summary>The master, for init; exec closes it here. Ends the process on any failure.</summary>
    public static int Open(int status, WindowSize size)
    {
        var master = Check(status, CellStep.OpenTerminal, Sys.OpenTerminal(Sys.Z("/dev/pts/ptmx"u8)), 0);
        var terminal = Check(status, CellStep.OpenTerminal, Sys.OpenTerminalPeer(master), 1);
        Check(status, CellStep.OpenTerminal, Sys.SetUtf8Input(terminal), 2);
        Check(status, CellStep.OpenTerminal, Sys.SetWindowSize(terminal, size.Columns, size.Rows), 3);
        Check(status, CellStep.OpenTerminal, Sys.ControlTerminal(terminal), 4);
        for (var number = 0; number <= 2; number++)
        {
            Check(status, CellStep.OpenTerminal, Sys.Dup2(terminal, number), 5 + number);
        }

        // Now: the program may make it exclusive, and nobody can open it then.
        ushort packet = 0;
        Check(status, CellStep.OpenTerminal, Sys.SendPacket(status, &packet, TerminalLength, terminal, 0), 8);

        return master;
    }
}
