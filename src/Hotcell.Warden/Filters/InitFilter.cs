using static Hotcell.Linux.Abi.SyscallNumber;

namespace Hotcell.Warden.Filters;

/// <summary>All that init still does once the program has been forked: move bytes, wait, kill its own, keep time. A program that took init over would have no more than this.</summary>
internal static class InitFilter
{
    public static IReadOnlyList<int> Allowed { get; } =
    [
        __NR_read, __NR_write, __NR_poll, __NR_close, __NR_recvmsg, __NR_sendmsg, __NR_fcntl, // stdio and frames
        __NR_wait4, __NR_kill, // its children; CAP_KILL is all it keeps
        __NR_timerfd_settime, __NR_clock_gettime, // limits
        __NR_pread64, // CPU time, from a descriptor opened before
        __NR_ioctl, // answers of the seccomp listener
        __NR_exit_group, __NR_rt_sigreturn, __NR_restart_syscall,
    ];

    /// <summary>As well, in a cell that collects: to read what lies in /work. CAP_DAC_READ_SEARCH comes with it.</summary>
    public static IReadOnlyList<int> AllowedToCollect { get; } = [.. Allowed, __NR_openat2, __NR_getdents64, __NR_fstat];
}
