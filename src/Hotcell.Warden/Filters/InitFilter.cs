using Hotcell.Linux.Abi;
using Hotcell.Linux.Seccomp;
using static Hotcell.Linux.Abi.SyscallNumber;

namespace Hotcell.Warden.Filters;

/// <summary>All that init still does once the program has been forked: move bytes, wait, kill its own, keep time. A program that took init over would have no more than this.</summary>
internal static class InitFilter
{
    public static IReadOnlyList<SeccompAllowance> Allowed { get; } =
    [
        new(__NR_read, "stdio and frames"),
        new(__NR_write, "stdio and frames"),
        new(__NR_poll, "stdio and frames"),
        new(__NR_close, "stdio and frames"),
        new(__NR_recvmsg, "stdio and frames"),
        new(__NR_sendmsg, "stdio and frames"),
        new(__NR_fcntl, "stdio and frames"),
        new(__NR_wait4, "its children"),
        new(__NR_kill, "its children; CAP_KILL is all it keeps"),
        new(__NR_timerfd_settime, "limits of time"),
        new(__NR_clock_gettime, "limits of time"),
        new(__NR_pread64, "CPU time, from a descriptor opened before"),
        Ioctl((uint)SeccompAbi.SECCOMP_IOCTL_NOTIF_RECV, "questions of the filter's listener"),
        Ioctl((uint)SeccompAbi.SECCOMP_IOCTL_NOTIF_SEND, "answers of the filter's listener"),
        Ioctl(Terminals.TIOCSWINSZ, "size of the program's terminal"),
        new(__NR_exit_group, "its end"),
        new(__NR_rt_sigreturn, "the kernel's own way back from signals"),
        new(__NR_restart_syscall, "the kernel's own way back from signals"),
    ];

    /// <summary>As well, in a cell that collects: to read what lies in /work. CAP_DAC_READ_SEARCH comes with it.</summary>
    public static IReadOnlyList<SeccompAllowance> AllowedToCollect { get; } =
    [
        .. Allowed,
        new(__NR_openat2, "in a cell that collects, the files of /work, beneath it and without links"),
        new(__NR_getdents64, "in a cell that collects, the folders of /work"),
        new(__NR_fstat, "in a cell that collects, the kinds and modes of files"),
    ];

    private static SeccompAllowance Ioctl(uint request, string reason) => new(__NR_ioctl, reason, new ArgumentTest(1, uint.MaxValue, ArgumentOperator.Equal, request));
}
