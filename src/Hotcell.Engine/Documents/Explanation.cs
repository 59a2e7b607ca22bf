using Hotcell.Engine.Executions;

namespace Hotcell.Engine.Documents;

/// <summary>Why a program did not end well, for people who read one line of text.</summary>
public static class Explanation
{
    /// <summary>Null when it did; what the compiler said; what the program wrote to stderr; or else a sentence.</summary>
    public static OutputText? Of(ExecutionResult result) => result.Verdict switch
    {
        Verdict.Ok => null,
        Verdict.CompileError => TextOr(OutputText.InOrder(result.Compile!.Output), Sentence(result.Compile.Verdict, result.Compile)),
        Verdict.RuntimeError or Verdict.Signalled => TextOr(OutputText.Of(result.Run!.Output, OutputStream.Stderr), Sentence(result.Verdict, result.Run)),
        var limit => OutputText.Of(Sentence(limit, result.Run!)),
    };

    private static OutputText TextOr(OutputText text, string otherwise) => text.Length == 0 ? OutputText.Of(otherwise) : text;

    private static string Sentence(Verdict verdict, StageResult stage) => verdict switch
    {
        Verdict.TimeLimit => "Time limit exceeded",
        Verdict.CpuTimeLimit => "CPU time limit exceeded",
        Verdict.MemoryLimit => "Memory limit exceeded",
        Verdict.OutputLimit => "Output limit exceeded",
        Verdict.ProcessLimit => "Process limit exceeded",
        Verdict.ForbiddenSyscall => $"Forbidden system call: {stage.RefusedSyscall}",
        Verdict.Signalled => $"Ended by {stage.Signal}",
        Verdict.Cancelled => "Cancelled",
        _ => $"Exit code {stage.ExitCode}",
    };
}
