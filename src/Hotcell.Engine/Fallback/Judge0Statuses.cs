using Hotcell.Engine.Executions;

namespace Hotcell.Engine.Fallback;

/// <summary>What Judge0 says of a program, by its documented numbers, in our words.</summary>
internal static class Judge0Statuses
{
    public const int InQueue = 1;
    public const int Processing = 2;
    private const int Accepted = 3;
    private const int WrongAnswer = 4;
    private const int TimeLimitExceeded = 5;
    public const int CompilationError = 6;
    private const int SegmentationFault = 7;
    private const int FileSizeExceeded = 8;
    private const int FloatingPointError = 9;
    private const int Aborted = 10;
    private const int NonZeroExitCode = 11;
    private const int OtherError = 12;
    private const int ExecFormatError = 14;

    /// <summary>As a shell reports what cannot be executed.</summary>
    private const int CannotExecute = 126;

    private const int SIGABRT = 6;
    private const int SIGFPE = 8;
    private const int SIGKILL = 9;
    private const int SIGSEGV = 11;
    private const int SIGXFSZ = 25;

    /// <summary>Of its limit, from which on a killed program is said to have been killed for memory: Judge0 has no status for that.</summary>
    private const double NearMemoryLimit = 0.95;

    /// <summary>How the program ended, without its outputs.</summary>
    /// <param name="asked">Whose limits were in force.</param>
    /// <exception cref="Judge0Exception">It does not say.</exception>
    public static (Verdict Verdict, int? ExitCode, string? Signal) EndOf(Judge0Result result, Judge0Submission asked) => result.Status?.Id switch
    {
        // Nothing was expected, so no answer is wrong.
        Accepted or WrongAnswer => (Verdict.Ok, 0, null),
        TimeLimitExceeded => (result.Time >= asked.CpuTimeLimit ? Verdict.CpuTimeLimit : Verdict.TimeLimit, null, null),
        SegmentationFault => Signalled(SIGSEGV),
        FileSizeExceeded => Signalled(SIGXFSZ),
        FloatingPointError => Signalled(SIGFPE),
        Aborted => Signalled(SIGABRT),
        NonZeroExitCode or OtherError when result.ExitSignal == SIGKILL && result.Memory >= NearMemoryLimit * asked.MemoryLimit => (Verdict.MemoryLimit, null, null),
        NonZeroExitCode or OtherError when result.ExitSignal is > 0 and <= 64 and var signal => Signalled(signal),
        NonZeroExitCode or OtherError => (Verdict.RuntimeError, result.ExitCode is > 0 and <= 255 and var code ? code : 1, null),
        ExecFormatError => (Verdict.RuntimeError, CannotExecute, null),
        _ => throw new Judge0Exception("failed itself"),
    };

    private static (Verdict, int?, string?) Signalled(int signal) => (Verdict.Signalled, null, SignalName.Of(signal));
}
