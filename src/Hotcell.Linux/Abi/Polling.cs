using System.Runtime.InteropServices;

namespace Hotcell.Linux.Abi;

/// <summary>poll(2), epoll(7).</summary>
[CHeaders("poll.h", "sys/epoll.h")]
public static class Polling
{
    public const short POLLIN = 1;
    public const short POLLOUT = 4;
    public const short POLLERR = 8;
    public const short POLLHUP = 16;

    public const int EPOLL_CLOEXEC = 0x80000;
    public const int EPOLL_CTL_ADD = 1;
    public const int EPOLL_CTL_DEL = 2;
    public const uint EPOLLIN = 1;
}

[CHeaders("poll.h"), CStruct("struct pollfd")]
[StructLayout(LayoutKind.Sequential)]
public struct Pollfd
{
    public int fd;
    public short events;
    public short revents;
}

/// <summary>Packed on x86-64, as the kernel wants it (epoll_ctl(2)).</summary>
[CHeaders("sys/epoll.h"), CStruct("struct epoll_event")]
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct EpollEvent
{
    public uint events;
    public ulong data;
}
