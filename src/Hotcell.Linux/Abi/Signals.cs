namespace Hotcell.Linux.Abi;

/// <summary>signal(7).</summary>
[CHeaders("signal.h", "linux/prctl.h")]
public static class Signals
{
    public const int SIGHUP = 1;
    public const int SIGINT = 2;
    public const int SIGQUIT = 3;
    public const int SIGILL = 4;
    public const int SIGTRAP = 5;
    public const int SIGABRT = 6;
    public const int SIGBUS = 7;
    public const int SIGFPE = 8;
    public const int SIGKILL = 9;
    public const int SIGUSR1 = 10;
    public const int SIGSEGV = 11;
    public const int SIGUSR2 = 12;
    public const int SIGPIPE = 13;
    public const int SIGALRM = 14;
    public const int SIGTERM = 15;
    public const int SIGCHLD = 17;
    public const int SIGSTOP = 19;
    public const int SIGXCPU = 24;
    public const int SIGXFSZ = 25;
    public const int SIGSYS = 31;

    public const int SIG_SETMASK = 2;

    /// <summary>Size of the kernel's sigset_t in bytes, as rt_sigprocmask(2) wants it.</summary>
    public const int KernelSigsetSize = 8;

    /// <summary>Signals are 1 … 64.</summary>
    public const int Highest = 64;
}
