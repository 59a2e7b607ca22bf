using System.Text;
using Hotcell.Linux;
using Hotcell.Linux.Abi;

namespace Hotcell.Warden.Keeping;

/// <summary>The socket on which servers connect: only its owner may, by its file mode.</summary>
internal sealed unsafe class ListeningSocket : IDisposable
{
    private const int Backlog = 16;
    private readonly string _path;

    private ListeningSocket(int fd, string path)
    {
        Fd = fd;
        _path = path;
    }

    public int Fd { get; }

    /// <summary>Binds <paramref name="path"/>, replacing a socket that a dead keeper left there.</summary>
    /// <exception cref="LinuxException">Which call, and why.</exception>
    public static ListeningSocket Open(string path, uint owner)
    {
        File.Delete(path);
        SockaddrUn address;
        Sys.TryAddress(Encoding.UTF8.GetBytes(path), &address);
        var fd = Sys.Socket(Net.AF_UNIX, Net.SOCK_SEQPACKET | Net.SOCK_CLOEXEC | Net.SOCK_NONBLOCK);
        Check("socket", fd);

        // Nobody else may connect between bind and chown.
        var umask = Sys.SetUmask(0x7f);
        var bound = Sys.Bind(fd, &address);
        Sys.SetUmask(umask);
        Check($"bind {path}", bound);
        Check($"chown {path}", Sys.ChangeOwner(Fcntl.AT_FDCWD, address.sun_path, owner, uint.MaxValue));
        Check($"listen {path}", Sys.Listen(fd, Backlog));
        return new ListeningSocket(fd, path);
    }

    public void Dispose()
    {
        Sys.Close(Fd);
        File.Delete(_path);
    }

    private static void Check(string call, int result)
    {
        if (result < 0)
        {
            throw new LinuxException(call, -result);
        }
    }
}
