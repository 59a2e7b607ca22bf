using System.Runtime.InteropServices;
using Hotcell.Linux.Abi;
using static Hotcell.Linux.Abi.SyscallNumber;

namespace Hotcell.Linux;

/// <summary>Unix sockets, descriptors sent over them, and waiting for many.</summary>
public static unsafe partial class Sys
{
    public static int Socket(int family, int type) => (int)Call(__NR_socket, family, type, 0);

    public static int SocketPair(int type, int* ends) => (int)Call(__NR_socketpair, Net.AF_UNIX, type | Net.SOCK_CLOEXEC, 0, (nint)ends);

    public static int Accept(int listener, int flags) => (int)Call(__NR_accept4, listener, 0, 0, flags);

    public static int Ioctl(int fd, ulong request, void* argument) => (int)Call(__NR_ioctl, fd, (nint)request, (nint)argument);

    public static int Poll(Pollfd* fds, int count, int timeoutMilliseconds) => (int)Call(__NR_poll, (nint)fds, count, timeoutMilliseconds);

    /// <summary>poll(2) with a transition: for processes in which the collector may run.</summary>
    public static int WaitPoll(Pollfd* fds, int count, int timeoutMilliseconds) => TransitioningPoll(fds, (nuint)count, timeoutMilliseconds);

    [DllImport("libc", EntryPoint = "poll")]
    private static extern int TransitioningPoll(Pollfd* fds, nuint count, int timeout);

    public static int EpollCreate() => (int)Call(__NR_epoll_create1, Polling.EPOLL_CLOEXEC);

    public static int EpollAdd(int epoll, int fd, ulong data)
    {
        var interest = new EpollEvent { events = Polling.EPOLLIN, data = data };
        return (int)Call(__NR_epoll_ctl, epoll, Polling.EPOLL_CTL_ADD, fd, (nint)(&interest));
    }

    public static int EpollRemove(int epoll, int fd) => (int)Call(__NR_epoll_ctl, epoll, Polling.EPOLL_CTL_DEL, fd);

    public static int EpollWait(int epoll, EpollEvent* events, int count) => (int)Call(__NR_epoll_wait, epoll, (nint)events, count, -1);

    /// <summary>Sends one packet, with a descriptor unless <paramref name="fd"/> is −1. <paramref name="flags"/>: MSG_… besides MSG_NOSIGNAL.</summary>
    public static nint SendPacket(int socket, void* packet, nint length, int fd, int flags)
    {
        var vector = new Iovec { iov_base = packet, iov_len = (nuint)length };
        var control = new CmsgFd { Length = CmsgFd.LengthOfOne, Level = Net.SOL_SOCKET, Type = Net.SCM_RIGHTS, Fd = fd };
        var message = new Msghdr { msg_iov = &vector, msg_iovlen = 1 };
        if (fd >= 0)
        {
            message.msg_control = &control;
            message.msg_controllen = (nuint)sizeof(CmsgFd);
        }

        return Call(__NR_sendmsg, socket, (nint)(&message), flags | Net.MSG_NOSIGNAL);
    }

    /// <summary>
    /// Receives one packet and at most one descriptor (−1 when there is none; the kernel closes any further one). −EMSGSIZE when the packet was
    /// longer than the buffer.
    /// </summary>
    public static nint ReceivePacket(int socket, void* buffer, nint length, int* fd, int flags)
    {
        var vector = new Iovec { iov_base = buffer, iov_len = (nuint)length };
        CmsgFd control = default;
        var message = new Msghdr { msg_iov = &vector, msg_iovlen = 1, msg_control = &control, msg_controllen = (nuint)sizeof(CmsgFd) };
        *fd = -1;
        var received = Call(__NR_recvmsg, socket, (nint)(&message), flags | Net.MSG_CMSG_CLOEXEC);
        if (received < 0)
        {
            return received;
        }

        if (message.msg_controllen >= CmsgFd.LengthOfOne && control.Level == Net.SOL_SOCKET && control.Type == Net.SCM_RIGHTS)
        {
            *fd = control.Fd;
        }

        if ((message.msg_flags & Net.MSG_TRUNC) == 0)
        {
            return received;
        }

        if (*fd >= 0)
        {
            Close(*fd);
            *fd = -1;
        }

        return -Errno.EMSGSIZE;
    }

    /// <summary>An address for <paramref name="path"/>; false when it is longer than the 107 bytes that fit.</summary>
    public static bool TryAddress(ReadOnlySpan<byte> path, SockaddrUn* address)
    {
        *address = default;
        address->sun_family = Net.AF_UNIX;
        if (path.Length >= 108)
        {
            return false;
        }

        path.CopyTo(new Span<byte>(address->sun_path, 108));
        return true;
    }

    public static int Bind(int socket, SockaddrUn* address) => (int)Call(__NR_bind, socket, (nint)address, sizeof(SockaddrUn));

    public static int Connect(int socket, SockaddrUn* address) => (int)Call(__NR_connect, socket, (nint)address, sizeof(SockaddrUn));

    public static int Listen(int socket, int backlog) => (int)Call(__NR_listen, socket, backlog);
}
