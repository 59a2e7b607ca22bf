using Hotcell.Linux.Abi;

namespace Hotcell.Linux;

/// <summary>Pseudo-terminals: pty(7).</summary>
public static unsafe partial class Sys
{
    private const int TerminalFlags = Fcntl.O_RDWR | Fcntl.O_NOCTTY | Fcntl.O_CLOEXEC;

    /// <summary>A new terminal of the devpts whose ptmx is at <paramref name="path"/>, with its lock open: its master.</summary>
    public static int OpenTerminal(byte* path)
    {
        var master = Open(Fcntl.AT_FDCWD, path, TerminalFlags);
        var locked = 0;
        var result = master < 0 ? master : Ioctl(master, Terminals.TIOCSPTLCK, &locked);
        return result < 0 ? result : master;
    }

    /// <summary>The side of a terminal that a program gets, whatever its path means now.</summary>
    public static int OpenTerminalPeer(int master) => Ioctl(master, Terminals.TIOCGPTPEER, (void*)TerminalFlags);

    /// <summary>Tells its foreground processes (SIGWINCH) when it is another than before.</summary>
    public static int SetWindowSize(int terminal, ushort columns, ushort rows)
    {
        var size = new Winsize { ws_col = columns, ws_row = rows };
        return Ioctl(terminal, Terminals.TIOCSWINSZ, &size);
    }

    /// <summary>Has the line editing of a terminal take its input for UTF-8.</summary>
    public static int SetUtf8Input(int terminal)
    {
        Termios settings;
        var result = Ioctl(terminal, Terminals.TCGETS, &settings);
        settings.c_iflag |= Terminals.IUTF8;
        return result < 0 ? result : Ioctl(terminal, Terminals.TCSETS, &settings);
    }

    /// <summary>Makes a terminal that of the caller's session, which must have none and be led by the caller.</summary>
    public static int ControlTerminal(int terminal) => Ioctl(terminal, Terminals.TIOCSCTTY, null);
}
