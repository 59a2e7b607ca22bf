using System.Runtime.InteropServices;

namespace Hotcell.Linux.Abi;

/// <summary>prctl(2), capabilities(7), wait(2), getrlimit(2).</summary>
[CHeaders("sys/prctl.h", "linux/capability.h", "sys/wait.h", "sys/resource.h")]
public static class Processes
{
    public const int PR_SET_PDEATHSIG = 1;
    public const int PR_SET_DUMPABLE = 4;
    public const int PR_SET_NAME = 15;
    public const int PR_SET_SECCOMP = 22;
    public const int PR_CAPBSET_DROP = 24;
    public const int PR_SET_NO_NEW_PRIVS = 38;
    public const int PR_SCHED_CORE = 62;

    public const uint _LINUX_CAPABILITY_VERSION_3 = 0x20080522;
    public const int CAP_DAC_READ_SEARCH = 2;
    public const int CAP_KILL = 5;

    public const int WNOHANG = 1;

    public const int RLIMIT_CPU = 0;
    public const int RLIMIT_FSIZE = 1;
    public const int RLIMIT_DATA = 2;
    public const int RLIMIT_STACK = 3;
    public const int RLIMIT_CORE = 4;
    public const int RLIMIT_NPROC = 6;
    public const int RLIMIT_NOFILE = 7;
    public const int RLIMIT_MEMLOCK = 8;
    public const int RLIMIT_SIGPENDING = 11;
    public const int RLIMIT_MSGQUEUE = 12;
    public const int RLIMIT_NICE = 13;
    public const int RLIMIT_RTPRIO = 14;
}

/// <summary>Argument of prlimit64(2).</summary>
[CHeaders("sys/resource.h"), CStruct("struct rlimit64")]
[StructLayout(LayoutKind.Sequential)]
public struct Rlimit
{
    public ulong rlim_cur;
    public ulong rlim_max;
}

/// <summary>First argument of capset(2).</summary>
[CHeaders("linux/capability.h"), CStruct("struct __user_cap_header_struct")]
[StructLayout(LayoutKind.Sequential)]
public struct CapHeader
{
    public uint version;
    public int pid;
}

/// <summary>Second argument of capset(2): two of them, low and high 32 capabilities.</summary>
[CHeaders("linux/capability.h"), CStruct("struct __user_cap_data_struct")]
[StructLayout(LayoutKind.Sequential)]
public struct CapData
{
    public uint effective;
    public uint permitted;
    public uint inheritable;
}

/// <summary>Result of wait4(2) and getrusage(2); the kernel's counters that nobody here reads are kept as an array.</summary>
[CHeaders("sys/resource.h"), CStruct("struct rusage")]
[StructLayout(LayoutKind.Sequential, Size = 144)]
public struct Rusage
{
    public Timeval ru_utime;
    public Timeval ru_stime;
    public long ru_maxrss;
}

[CHeaders("sys/time.h"), CStruct("struct timeval")]
[StructLayout(LayoutKind.Sequential)]
public struct Timeval
{
    public long tv_sec;
    public long tv_usec;

    public readonly ulong Microseconds => ((ulong)tv_sec * 1_000_000) + (ulong)tv_usec;
}

[CHeaders("time.h"), CStruct("struct timespec")]
[StructLayout(LayoutKind.Sequential)]
public struct Timespec
{
    public long tv_sec;
    public long tv_nsec;

    public readonly ulong Nanoseconds => ((ulong)tv_sec * 1_000_000_000) + (ulong)tv_nsec;
}

/// <summary>Argument of timerfd_settime(2).</summary>
[CHeaders("time.h"), CStruct("struct itimerspec")]
[StructLayout(LayoutKind.Sequential)]
public struct Itimerspec
{
    public Timespec it_interval;
    public Timespec it_value;
}

/// <summary>clock_gettime(2), timerfd_create(2).</summary>
[CHeaders("time.h", "sys/timerfd.h")]
public static class Clocks
{
    public const int CLOCK_MONOTONIC = 1;
    public const int TFD_CLOEXEC = 0x80000;
    public const int TFD_NONBLOCK = 0x800;
}
