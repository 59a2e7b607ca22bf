using System.Runtime.InteropServices;
using Hotcell.Linux.Abi;
using Microsoft.Win32.SafeHandles;
using static Hotcell.Linux.Abi.SyscallNumber;

namespace Hotcell.Linux;

/// <summary>Files, descriptors and directories.</summary>
public static unsafe partial class Sys
{
    public static int Open(int dirfd, byte* path, int flags, int mode = 0) => (int)Call(__NR_openat, dirfd, (nint)path, flags, mode);

    /// <summary>openat2(2): opens <paramref name="path"/> only if every component lies beneath <paramref name="dirfd"/> and none is a link.</summary>
    public static int OpenBeneath(int dirfd, byte* path, int flags, int mode = 0)
    {
        var how = new OpenHow
        {
            flags = (ulong)flags,
            mode = (ulong)mode,
            resolve = Fcntl.RESOLVE_BENEATH | Fcntl.RESOLVE_NO_SYMLINKS | Fcntl.RESOLVE_NO_MAGICLINKS,
        };
        return (int)Call(__NR_openat2, dirfd, (nint)path, (nint)(&how), sizeof(OpenHow));
    }

    /// <summary>openat2(2): opens an absolute <paramref name="path"/>, but not through a link of /proc that leads to where no path does.</summary>
    public static int OpenWithoutMagic(byte* path, int flags)
    {
        var how = new OpenHow { flags = (ulong)flags, resolve = Fcntl.RESOLVE_NO_MAGICLINKS };
        return (int)Call(__NR_openat2, Fcntl.AT_FDCWD, (nint)path, (nint)(&how), sizeof(OpenHow));
    }

    public static int Close(int fd) => (int)Call(__NR_close, fd);

    public static int CloseRange(uint first, uint last, uint flags = 0) => (int)Call(__NR_close_range, (nint)first, (nint)last, (nint)flags);

    public static nint Read(int fd, void* buffer, nint length) => Call(__NR_read, fd, (nint)buffer, length);

    public static nint ReadAt(int fd, void* buffer, nint length, long offset) => Call(__NR_pread64, fd, (nint)buffer, length, (nint)offset);

    /// <summary>getdents64(2): bytes of <see cref="Dirent"/> entries, 0 at the end.</summary>
    public static nint ReadFolder(int fd, byte* buffer, nint length) => Call(__NR_getdents64, fd, (nint)buffer, length);

    public static int GetStatus(int fd, Stat* stat) => (int)Call(__NR_fstat, fd, (nint)stat);

    public static nint Write(int fd, void* buffer, nint length) => Call(__NR_write, fd, (nint)buffer, length);

    /// <summary>Duplicates onto a given number; close-on-exec is off, as for the stdio of a program.</summary>
    public static int Dup2(int from, int to) => (int)Call(__NR_dup2, from, to);

    /// <summary>Duplicates onto the lowest free number ≥ <paramref name="lowest"/>, close-on-exec.</summary>
    public static int DupAbove(int fd, int lowest) => (int)Call(__NR_fcntl, fd, Fcntl.F_DUPFD_CLOEXEC, lowest);

    public static int SetNonBlocking(int fd)
    {
        var flags = Call(__NR_fcntl, fd, Fcntl.F_GETFL);
        return (int)(flags < 0 ? flags : Call(__NR_fcntl, fd, Fcntl.F_SETFL, flags | Fcntl.O_NONBLOCK));
    }

    public static int SetCloseOnExec(int fd, bool on) => (int)Call(__NR_fcntl, fd, Fcntl.F_SETFD, on ? Fcntl.FD_CLOEXEC : 0);

    /// <summary>eventfd(2), whose counter is 0 and which does not block.</summary>
    public static int EventFd() => (int)Call(__NR_eventfd2, 0, Fcntl.O_CLOEXEC | Fcntl.O_NONBLOCK);

    public static int Pipe(int* ends, int flags) => (int)Call(__NR_pipe2, (nint)ends, flags);

    /// <summary>
    /// posix_fadvise(2): brings the first <paramref name="bytes"/> of a file into the page cache, on the caller's account. Pages that are there are
    /// left alone; the others are on their way when this returns.
    /// </summary>
    public static void ReadAhead(SafeFileHandle file, long bytes)
    {
        const int willNeed = 3;

        // The kernel reads no more at once than the device's largest request, whatever it is asked for.
        const int chunk = 128 * 1024;
        var held = false;
        try
        {
            file.DangerousAddRef(ref held);
            for (long offset = 0; offset < bytes && Advise((int)file.DangerousGetHandle(), offset, chunk, willNeed) == 0; offset += chunk)
            {
            }
        }
        finally
        {
            if (held)
            {
                file.DangerousRelease();
            }
        }
    }

    [DllImport("libc", EntryPoint = "posix_fadvise")]
    private static extern int Advise(int fd, long offset, long length, int advice);

    public static int MakeDirectory(int dirfd, byte* path, int mode) => (int)Call(__NR_mkdirat, dirfd, (nint)path, mode);

    public static int RemoveDirectory(int dirfd, byte* path) => (int)Call(__NR_unlinkat, dirfd, (nint)path, Fcntl.AT_REMOVEDIR);

    public static int ChangeOwner(int dirfd, byte* path, uint uid, uint gid) =>
        (int)Call(__NR_fchownat, dirfd, (nint)path, (nint)uid, (nint)gid, Fcntl.AT_SYMLINK_NOFOLLOW);

    public static int ChangeOwner(int fd, uint uid, uint gid) => (int)Call(__NR_fchown, fd, (nint)uid, (nint)gid);

    public static int Lock(int fd, int operation) => (int)Call(__NR_flock, fd, operation);

    public static int ChangeDirectory(byte* path) => (int)Call(__NR_chdir, (nint)path);

    /// <summary>Writes a whole small value to a file of a kernel file system, such as a cgroup's: 0, or −errno of the step that failed.</summary>
    public static int WriteFile(int dirfd, byte* path, byte* value, nint length)
    {
        var fd = Open(dirfd, path, Fcntl.O_WRONLY | Fcntl.O_CLOEXEC);
        if (fd < 0)
        {
            return fd;
        }

        var written = Write(fd, value, length);
        Close(fd);
        return written < 0 ? (int)written : 0;
    }
}
