using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Hotcell.Linux.Abi;

namespace Hotcell.Linux.Sockets;

/// <summary>
/// A connected Unix SEQPACKET socket whose packets may bring a descriptor, which System.Net.Sockets cannot receive. Sending is atomic per
/// packet and may be done by several threads; one thread receives, and blocks.
/// </summary>
public sealed unsafe partial class ControlSocket : IDisposable
{
    private readonly SafeSocketHandle _handle;

    private ControlSocket(SafeSocketHandle handle) => _handle = handle;

    /// <summary>Connects; waits while the listener's backlog is full.</summary>
    /// <exception cref="LinuxException">ENOENT or ECONNREFUSED when nobody listens, EACCES when it is not for this user.</exception>
    public static ControlSocket Connect(string path)
    {
        SockaddrUn address;
        if (!Sys.TryAddress(Encoding.UTF8.GetBytes(path), &address))
        {
            throw new LinuxException($"connect {path}", Errno.ENAMETOOLONG);
        }

        var fd = Sys.Socket(Net.AF_UNIX, Net.SOCK_SEQPACKET | Net.SOCK_CLOEXEC);
        if (fd < 0)
        {
            throw new LinuxException("socket", -fd);
        }

        var handle = new SafeSocketHandle(fd, ownsHandle: true);
        if (BlockingConnect(fd, &address, sizeof(SockaddrUn)) != 0)
        {
            var errno = Marshal.GetLastPInvokeError();
            handle.Dispose();
            throw new LinuxException($"connect {path}", errno);
        }

        return new ControlSocket(handle);
    }

    /// <summary>Sends one packet.</summary>
    /// <exception cref="LinuxException">EPIPE or ECONNRESET when the other side is gone.</exception>
    public void Send(ReadOnlySpan<byte> packet)
    {
        using var use = new HandleUse(_handle);
        fixed (byte* bytes = packet)
        {
            if (BlockingSend(use.Fd, bytes, (nuint)packet.Length, Net.MSG_NOSIGNAL) < 0)
            {
                throw new LinuxException("send", Marshal.GetLastPInvokeError());
            }
        }
    }

    /// <summary>Blocks for the next packet. 0: the connection is over.</summary>
    /// <param name="buffer">A packet that does not fit is an error (EMSGSIZE).</param>
    /// <param name="fd">The descriptor that came with it; the caller owns it.</param>
    /// <exception cref="LinuxException">Anything but an orderly end.</exception>
    public int Receive(Span<byte> buffer, out SafeSocketHandle? fd)
    {
        using var use = new HandleUse(_handle);
        fixed (byte* bytes = buffer)
        {
            while (true)
            {
                // Wait without a time limit in a call that lets the collector run, then take what is there in one that does not.
                var waiting = new Pollfd { fd = use.Fd, events = Polling.POLLIN };
                Sys.WaitPoll(&waiting, 1, -1);
                int received;
                var length = Sys.ReceivePacket(use.Fd, bytes, buffer.Length, &received, Net.MSG_DONTWAIT);
                if (length is -Errno.EAGAIN or -Errno.EINTR)
                {
                    continue;
                }

                fd = received < 0 ? null : new SafeSocketHandle(received, ownsHandle: true);
                return length switch
                {
                    >= 0 => (int)length,
                    -Errno.ECONNRESET => 0,
                    _ => throw new LinuxException("recvmsg", (int)-length),
                };
            }
        }
    }

    /// <summary>Ends the connection and wakes a blocked <see cref="Receive"/>.</summary>
    public void Shutdown()
    {
        if (!_handle.IsClosed)
        {
            using var use = new HandleUse(_handle);
            Sys.Call(SyscallNumber.__NR_shutdown, use.Fd, Net.SHUT_RDWR);
        }
    }

    public void Dispose() => _handle.Dispose();

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    private static partial int BlockingConnect(int fd, SockaddrUn* address, int length);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint BlockingSend(int fd, byte* packet, nuint length, int flags);

    /// <summary>Keeps the descriptor open while a call uses its number.</summary>
    private readonly ref struct HandleUse
    {
        private readonly SafeSocketHandle _handle;
        private readonly bool _held;

        public HandleUse(SafeSocketHandle handle)
        {
            _handle = handle;
            handle.DangerousAddRef(ref _held);
        }

        public int Fd => (int)_handle.DangerousGetHandle();

        public void Dispose()
        {
            if (_held)
            {
                _handle.DangerousRelease();
            }
        }
    }
}
