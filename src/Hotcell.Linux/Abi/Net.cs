using System.Runtime.InteropServices;

namespace Hotcell.Linux.Abi;

/// <summary>socket(2), unix(7), netdevice(7), and the families a filter names.</summary>
[CHeaders("sys/socket.h", "net/if.h", "netinet/in.h", "netinet/tcp.h", "sys/ioctl.h")]
public static class Net
{
    public const int AF_UNIX = 1;
    public const int AF_INET = 2;
    public const int AF_INET6 = 10;
    public const int AF_NETLINK = 16;

    public const int SOCK_STREAM = 1;
    public const int SOCK_DGRAM = 2;
    public const int SOCK_RAW = 3;
    public const int SOCK_SEQPACKET = 5;
    public const int SOCK_NONBLOCK = 0x800;
    public const int SOCK_CLOEXEC = 0x80000;

    public const int IPPROTO_ICMP = 1;
    public const int IPPROTO_TCP = 6;
    public const int IPPROTO_UDP = 17;
    public const int IPPROTO_ICMPV6 = 58;
    public const int TCP_ULP = 31;

    public const int SOL_SOCKET = 1;
    public const int SO_ATTACH_FILTER = 26;
    public const int SO_ATTACH_BPF = 50;
    public const int SO_ATTACH_REUSEPORT_CBPF = 51;
    public const int SO_ATTACH_REUSEPORT_EBPF = 52;
    public const int SCM_RIGHTS = 1;
    public const int MSG_DONTWAIT = 0x40;
    public const int MSG_NOSIGNAL = 0x4000;
    public const int MSG_CMSG_CLOEXEC = 0x40000000;
    public const int MSG_TRUNC = 0x20;
    public const int SHUT_RDWR = 2;

    public const int SIOCGIFFLAGS = 0x8913;
    public const int SIOCSIFFLAGS = 0x8914;
    public const int IFF_UP = 1;
}

/// <summary>Argument of sendmsg(2), recvmsg(2).</summary>
[CHeaders("sys/socket.h"), CStruct("struct msghdr")]
[StructLayout(LayoutKind.Sequential)]
public unsafe struct Msghdr
{
    public void* msg_name;
    public uint msg_namelen;
    public Iovec* msg_iov;
    public nuint msg_iovlen;
    public void* msg_control;
    public nuint msg_controllen;
    public int msg_flags;
}

[CHeaders("sys/uio.h"), CStruct("struct iovec")]
[StructLayout(LayoutKind.Sequential)]
public unsafe struct Iovec
{
    public void* iov_base;
    public nuint iov_len;
}

/// <summary>A control message that carries one file descriptor (CMSG_SPACE(sizeof(int)) is 24).</summary>
[StructLayout(LayoutKind.Sequential, Size = 24)]
public struct CmsgFd
{
    public nuint Length;
    public int Level;
    public int Type;
    public int Fd;

    /// <summary>CMSG_LEN(sizeof(int)).</summary>
    public const int LengthOfOne = 20;
}

[CHeaders("sys/un.h"), CStruct("struct sockaddr_un")]
[StructLayout(LayoutKind.Sequential)]
public unsafe struct SockaddrUn
{
    public ushort sun_family;
    public fixed byte sun_path[108];
}

/// <summary>The part of struct ifreq that the flags ioctls use; its union makes the whole 40 bytes.</summary>
[StructLayout(LayoutKind.Sequential, Size = 40)]
public unsafe struct IfreqFlags
{
    public fixed byte Name[16];
    public short Flags;
}
