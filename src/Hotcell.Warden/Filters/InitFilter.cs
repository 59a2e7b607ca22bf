using static Hotcell.Linux.Abi.SyscallNumber;

namespace Hotcell.Warden.Filters;

/// <summary>All that init still does once the program has been forked: move bytes, wait, kill its own, keep time. A program that took init over would have no more than this.</summary>
internal static class InitFilter
{
    public static IReadOnlyList<(int Syscall, string Reason)> Allowed { get; } =
    [
        (__NR_read, "stdio and frames"),
        (__NR_write, "stdio and frames"),
        (__NR_poll, "stdio and frames"),
        (__NR_close, "stdio and frames"),
        (__NR_recvmsg, "stdio and frames"),
        (__NR_sendmsg, "stdio and frames"),
        (__NR_fcntl, "stdio and frames"),
        (__NR_wait4, "its children"),
        (__NR_kill, "its children; CAP_KILL is all it keeps"),
        (__NR_timerfd_settime, "limits of time"),
        (__NR_clock_gettime, "limits of time"),
        (__NR_pread64, "CPU time, from a descriptor opened before"),
        (__NR_ioctl, "answers of the filter's listener"),
        (__NR_exit_group, "its end"),
        (__NR_rt_sigreturn, "the kernel's own way back from signals"),
        (__NR_restart_syscall, "the kernel's own way back from signals"),
    ];

    /// <summary>As well, in a cell that collects: to read what lies in /work. CAP_DAC_READ_SEARCH comes with it.</summary>
    public static IReadOnlyList<(int Syscall, string Reason)> AllowedToCollect { get; } =
    [
        .. Allowed,
        (__NR_openat2, "in a cell that collects, the files of /work, beneath it and without links"),
        (__NR_getdents64, "in a cell that collects, the folders of /work"),
        (__NR_fstat, "in a cell that collects, the kinds and modes of files"),
    ];
}
