using System.Text;
using Hotcell.Linux;
using Hotcell.Linux.Abi;
using Hotcell.Linux.Cgroups;
using Hotcell.Protocol;

namespace Hotcell.Warden.Keeping;

/// <summary>
/// Starts wardens: clones into the outer namespaces, maps the user ids from outside, and has the clone exec this same binary. The outer user
/// namespace is what takes the host's rights away: inside, the warden is root over <paramref name="uids"/> and over nothing else.
/// </summary>
internal sealed unsafe class WardenStarter(KeeperOptions options, CgroupInstance? cgroups, UidSlice uids, Isolation missing, int listener)
{
    private const ulong OuterNamespaces = Sched.CLONE_NEWUSER | Sched.CLONE_NEWNS | Sched.CLONE_NEWPID | Sched.CLONE_NEWNET | Sched.CLONE_NEWIPC
        | Sched.CLONE_NEWUTS;

    /// <summary>Descriptors are first moved above this, so that putting them in their places overwrites none of them.</summary>
    private const int Aside = 200;

    private uint _generation;
    private int _lifeline = -1;

    /// <exception cref="LinuxException">The namespaces could not be made or mapped.</exception>
    public ChildProcess Start()
    {
        _generation++;
        CloseLifeline();
        var lifeline = stackalloc int[2];
        var go = stackalloc int[2];
        if (Sys.Pipe(lifeline, Fcntl.O_CLOEXEC) < 0 || Sys.Pipe(go, Fcntl.O_CLOEXEC) < 0)
        {
            throw new LinuxException("pipe2", Errno.EMFILE);
        }

        _lifeline = lifeline[1];
        var fds = stackalloc int[WardenFds.FirstCgroup + CellGroups.MaxJobDirs];
        fds[WardenFds.Listener] = listener;
        fds[WardenFds.Lifeline] = lifeline[0];
        IReadOnlyList<int> folders = cgroups?.Fds ?? [];
        for (var i = 0; i < folders.Count; i++)
        {
            fds[WardenFds.FirstCgroup + i] = folders[i];
        }

        var last = WardenFds.FirstCgroup + folders.Count - 1;
        var self = OpenSelf();
        var argv = NativeStrings.Of(["hotcell-warden", .. Arguments().Format()]);
        var envp = NativeStrings.Of([]);
        var group = cgroups?.WardenFolder is { } folder ? OpenFolder(folder) : -1;

        int pidfd;
        var clone = new CloneArgs { flags = OuterNamespaces | Sched.CLONE_PIDFD, pidfd = (ulong)&pidfd, exit_signal = Signals.SIGCHLD };
        if (group >= 0)
        {
            clone.flags |= Sched.CLONE_INTO_CGROUP;
            clone.cgroup = (ulong)group;
        }

        var clearsGroups = !missing.HasFlag(Isolation.OwnUserIds);
        var raised = RaisedLimits.Raise();
        var pid = Sys.Clone3(&clone);
        if (pid == 0)
        {
            Become(go[0], go[1], fds, last, self, argv, envp, clearsGroups);
        }

        raised.Restore();
        Sys.Close(go[0]);
        Sys.Close(lifeline[0]);
        Sys.Close(self);
        if (group >= 0)
        {
            Sys.Close(group);
        }

        if (pid < 0)
        {
            Sys.Close(go[1]);
            throw new LinuxException("clone3 with the warden's namespaces", -pid);
        }

        try
        {
            Map(pid);
            byte one = 1;
            Sys.Write(go[1], &one, 1);
        }
        finally
        {
            Sys.Close(go[1]);
        }

        return new ChildProcess(pid, pidfd);
    }

    private void Map(int pid)
    {
        if (missing.HasFlag(Isolation.OwnUserIds))
        {
            SubordinateIds.MapOnlyCaller(pid);
        }
        else
        {
            SubordinateIds.Map(pid, uids.First, uids.Count);
        }
    }

    /// <summary>Tells the warden, if it still lives, that its keeper is going.</summary>
    public void CloseLifeline()
    {
        if (_lifeline >= 0)
        {
            Sys.Close(_lifeline);
            _lifeline = -1;
        }
    }

    /// <summary>In the clone: system calls only, then exec.</summary>
    private static void Become(int go, int goWriter, int* fds, int last, int self, byte** argv, byte** envp, bool clearsGroups)
    {
        // Its own copy of the write end would hide the end of file of a keeper that failed.
        Sys.Close(goWriter);
        byte one;
        if (Sys.Read(go, &one, 1) != 1)
        {
            Sys.Exit(ExitCodes.Failed);
        }

        self = Sys.DupAbove(self, Aside);
        for (var i = WardenFds.Listener; i <= last; i++)
        {
            fds[i] = Sys.DupAbove(fds[i], Aside);
        }

        for (var i = WardenFds.Listener; i <= last; i++)
        {
            Sys.Dup2(fds[i], i);
        }

        // What whoever started the keeper left open is none of the warden's business.
        ChildProcess.Must(Sys.CloseRange((uint)last + 1, uint.MaxValue, Fcntl.CLOSE_RANGE_CLOEXEC), "close_range"u8);
        ChildProcess.Must(Sys.SetGroup(0), "setresgid"u8);
        if (clearsGroups)
        {
            ChildProcess.Must(Sys.ClearGroups(), "setgroups"u8);
        }

        ChildProcess.Must(Sys.SetUser(0), "setresuid"u8);
        ChildProcess.Must(Sys.NewSession(), "setsid"u8);
        ChildProcess.Must(Sys.Prctl(Processes.PR_SET_PDEATHSIG, Signals.SIGKILL), "prctl"u8);
        Sys.ResetSignals();
        ChildProcess.Must(Sys.ExecFd(self, argv, envp), "execveat"u8);
    }

    private static int OpenSelf()
    {
        var fd = Sys.Open(Fcntl.AT_FDCWD, Sys.Z("/proc/self/exe"u8), Fcntl.O_PATH | Fcntl.O_CLOEXEC);
        return fd >= 0 ? fd : throw new LinuxException("open /proc/self/exe", -fd);
    }

    private static int OpenFolder(string folder)
    {
        fixed (byte* path = Encoding.UTF8.GetBytes(folder + "\0"))
        {
            var fd = Sys.Open(Fcntl.AT_FDCWD, path, Fcntl.O_RDONLY | Fcntl.O_DIRECTORY | Fcntl.O_CLOEXEC);
            return fd >= 0 ? fd : throw new LinuxException($"open {folder}", -fd);
        }
    }

    private WardenArguments Arguments() => new()
    {
        CgroupVersion = cgroups?.Version ?? 0,
        Missing = missing,
        Generation = _generation,
        UidCount = uids.Count,
        MaxMemoryBytes = options.MaxMemoryBytes,
        Languages = options.Languages,
        Images = options.Images,
    };
}
