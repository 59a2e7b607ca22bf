using System.Runtime.InteropServices;

namespace Hotcell.Linux.Abi;

/// <summary>pty(7), ioctl_tty(2).</summary>
[CHeaders("sys/ioctl.h", "asm/termbits.h")]
public static class Terminals
{
    public const int TCGETS = 0x5401;
    public const int TCSETS = 0x5402;
    public const int TIOCSCTTY = 0x540E;
    public const int TIOCSTI = 0x5412;
    public const int TIOCSWINSZ = 0x5414;
    public const int TIOCLINUX = 0x541C;
    public const int TIOCSETD = 0x5423;
    public const uint TIOCSPTLCK = 0x40045431;
    public const int TIOCGPTPEER = 0x5441;

    /// <summary>An input flag: erasing takes a whole character.</summary>
    public const uint IUTF8 = 0x4000;
}

/// <summary>Argument of TIOCSWINSZ.</summary>
[CHeaders("sys/ioctl.h"), CStruct("struct winsize")]
[StructLayout(LayoutKind.Sequential)]
public struct Winsize
{
    public ushort ws_row;
    public ushort ws_col;
    public ushort ws_xpixel;
    public ushort ws_ypixel;
}

/// <summary>Argument of TCGETS and TCSETS: the kernel's, not the C library's.</summary>
[CHeaders("asm/termbits.h"), CStruct("struct termios")]
[StructLayout(LayoutKind.Sequential)]
public unsafe struct Termios
{
    public uint c_iflag;
    public uint c_oflag;
    public uint c_cflag;
    public uint c_lflag;
    public byte c_line;
    public fixed byte c_cc[19];
}
