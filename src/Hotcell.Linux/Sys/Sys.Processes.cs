using Hotcell.Linux.Abi;
using static Hotcell.Linux.Abi.SyscallNumber;

namespace Hotcell.Linux;

/// <summary>Processes, identities, limits, signals, time.</summary>
public static unsafe partial class Sys
{
    /// <summary>clone3(2) without CLONE_VM: 0 in the child, its pid in the parent.</summary>
    public static int Clone3(CloneArgs* args) => (int)Call(__NR_clone3, (nint)args, sizeof(CloneArgs));

    public static int Unshare(ulong flags) => (int)Call(__NR_unshare, (nint)flags);

    /// <summary>Ends the process; does not return.</summary>
    public static void Exit(int code)
    {
        while (true)
        {
            Call(__NR_exit_group, code);
        }
    }

    /// <summary>Returns only on failure.</summary>
    public static int Exec(byte* path, byte** argv, byte** envp) => (int)Call(__NR_execve, (nint)path, (nint)argv, (nint)envp);

    /// <summary>execveat(2) of an open file.</summary>
    public static int ExecFd(int fd, byte** argv, byte** envp) => (int)Call(__NR_execveat, fd, (nint)Z(""u8), (nint)argv, (nint)envp, Fcntl.AT_EMPTY_PATH);

    /// <summary>wait4(2).</summary>
    public static int WaitChild(int pid, int* status, int options, Rusage* usage) => (int)Call(__NR_wait4, pid, (nint)status, options, (nint)usage);

    public static int Kill(int pid, int signal) => (int)Call(__NR_kill, pid, signal);

    public static int KillPidfd(int pidfd, int signal) => (int)Call(__NR_pidfd_send_signal, pidfd, signal, 0, 0);

    public static uint GetEuid() => (uint)Call(__NR_geteuid);

    public static uint GetEgid() => (uint)Call(__NR_getegid);

    public static int SetUser(uint uid) => (int)Call(__NR_setresuid, (nint)uid, (nint)uid, (nint)uid);

    public static int SetGroup(uint gid) => (int)Call(__NR_setresgid, (nint)gid, (nint)gid, (nint)gid);

    public static int ClearGroups() => (int)Call(__NR_setgroups, 0, 0);

    public static int NewSession() => (int)Call(__NR_setsid);

    public static int SetUmask(int mask) => (int)Call(__NR_umask, mask);

    public static int Prctl(int option, nint a = 0, nint b = 0, nint c = 0, nint d = 0) => (int)Call(__NR_prctl, option, a, b, c, d);

    /// <summary>Makes the process's permitted and effective sets exactly <paramref name="mask"/> (bits by number), inheritable empty.</summary>
    public static int SetCapabilities(ulong mask)
    {
        var header = new CapHeader { version = Processes._LINUX_CAPABILITY_VERSION_3 };
        var data = stackalloc CapData[2];
        data[0] = new CapData { effective = (uint)mask, permitted = (uint)mask };
        data[1] = new CapData { effective = (uint)(mask >> 32), permitted = (uint)(mask >> 32) };
        return (int)Call(__NR_capset, (nint)(&header), (nint)data);
    }

    /// <summary>Union of all three capability sets.</summary>
    public static int GetCapabilities(ulong* mask)
    {
        var header = new CapHeader { version = Processes._LINUX_CAPABILITY_VERSION_3 };
        var data = stackalloc CapData[2];
        var result = (int)Call(__NR_capget, (nint)(&header), (nint)data);
        *mask = data[0].effective | data[0].permitted | data[0].inheritable
            | ((ulong)(data[1].effective | data[1].permitted | data[1].inheritable) << 32);
        return result;
    }

    public static int GetRlimit(int resource, Rlimit* limit) => (int)Call(__NR_prlimit64, 0, resource, 0, (nint)limit);

    /// <summary>Soft and hard limit of the calling process.</summary>
    public static int SetRlimit(int resource, ulong soft, ulong hard)
    {
        var limit = new Rlimit { rlim_cur = soft, rlim_max = hard };
        return (int)Call(__NR_prlimit64, 0, resource, (nint)(&limit), 0);
    }

    /// <summary>All signals to their default action, none blocked: what a program expects at its start.</summary>
    public static int ResetSignals()
    {
        // struct sigaction of the kernel: handler, flags, restorer, mask; all zero is SIG_DFL.
        var action = stackalloc ulong[4];
        new Span<ulong>(action, 4).Clear();
        for (var signal = 1; signal <= Signals.Highest; signal++)
        {
            if (signal is not (Signals.SIGKILL or Signals.SIGSTOP))
            {
                Call(__NR_rt_sigaction, signal, (nint)action, 0, Signals.KernelSigsetSize);
            }
        }

        ulong none = 0;
        return (int)Call(__NR_rt_sigprocmask, Signals.SIG_SETMASK, (nint)(&none), 0, Signals.KernelSigsetSize);
    }

    public static ulong MonotonicNanoseconds()
    {
        Timespec now;
        Call(__NR_clock_gettime, Clocks.CLOCK_MONOTONIC, (nint)(&now));
        return now.Nanoseconds;
    }

    public static int TimerCreate() => (int)Call(__NR_timerfd_create, Clocks.CLOCK_MONOTONIC, Clocks.TFD_CLOEXEC | Clocks.TFD_NONBLOCK);

    /// <summary>One shot, <paramref name="nanoseconds"/> from now; 0 disarms.</summary>
    public static int TimerSet(int timer, ulong nanoseconds)
    {
        var value = new Itimerspec
        {
            it_value = new Timespec { tv_sec = (long)(nanoseconds / 1_000_000_000), tv_nsec = (long)(nanoseconds % 1_000_000_000) },
        };
        return (int)Call(__NR_timerfd_settime, timer, 0, (nint)(&value), 0);
    }

    public static int SetHostName(ReadOnlySpan<byte> literal) => (int)Call(__NR_sethostname, (nint)Z(literal), literal.Length);
}
