using Hotcell.Engine.Executions;

namespace Hotcell.Engine.Documents;

/// <summary>A verdict as the one number that a shell and simple clients know.</summary>
public static class ShellExitCode
{
    public const int CompileError = 1;

    /// <summary>As timeout(1) reports it.</summary>
    public const int TimeLimit = 124;

    /// <summary>Nothing is known about the program: the fault is ours.</summary>
    public const int Fault = 125;

    private const int SignalBase = 128;

    /// <summary>SIGINT.</summary>
    public const int Cancelled = SignalBase + 2;

    public static int Of(ExecutionResult result) =>
        result.Run is { } run ? Of(run)
        : result.Verdict == Verdict.Cancelled ? Cancelled
        : NotZero(result.Compile?.ExitCode ?? CompileError);

    private static int Of(StageResult run) => run.Verdict switch
    {
        Verdict.Ok => 0,
        Verdict.TimeLimit or Verdict.CpuTimeLimit => TimeLimit,
        Verdict.MemoryLimit => SignalBase + 9,
        Verdict.OutputLimit => SignalBase + 25, // SIGXFSZ: wrote more than it may
        Verdict.Cancelled => Cancelled,
        _ when run.Signal is { } signal => SignalBase + SignalName.NumberOf(signal),
        _ => NotZero(run.ExitCode ?? 0),
    };

    private static int NotZero(int code) => code == 0 ? 1 : code;
}
