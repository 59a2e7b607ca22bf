using System.Globalization;

namespace Hotcell.Engine.Executions;

/// <summary>Names of signals, as a shell prints them.</summary>
internal static class SignalName
{
    private static readonly string[] Names =
    [
        "", "SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS", "SIGFPE", "SIGKILL", "SIGUSR1", "SIGSEGV", "SIGUSR2",
        "SIGPIPE", "SIGALRM", "SIGTERM", "SIGSTKFLT", "SIGCHLD", "SIGCONT", "SIGSTOP", "SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGURG", "SIGXCPU",
        "SIGXFSZ", "SIGVTALRM", "SIGPROF", "SIGWINCH", "SIGIO", "SIGPWR", "SIGSYS",
    ];

    /// <param name="signal">1 … 64.</param>
    public static string Of(int signal) =>
        signal > 0 && signal < Names.Length ? Names[signal] : string.Create(CultureInfo.InvariantCulture, $"SIG{signal}");

    /// <summary>The number of a name that <see cref="Of"/> gave.</summary>
    public static int NumberOf(string name)
    {
        var known = Array.IndexOf(Names, name);
        return known > 0 ? known : int.Parse(name.AsSpan("SIG".Length), CultureInfo.InvariantCulture);
    }
}
