using Hotcell.Engine.Executions;

namespace Hotcell.Engine.Documents;

/// <summary>Why a program did not end well, for people who read one line of text.</summary>
public static class Explanation
{
    /// <summary>
    /// Null when it did; what the compiler said; what the program wrote to stderr; or else a sentence, which is all there is to say of many runs (<see cref="ExecutionResult.OfTest"/> has one).
    /// </summary>
    public static OutputText? Of(ExecutionResult result) => (result.Verdict, result) switch
    {
        (Verdict.Ok or Verdict.Accepted, _) => null,
        (Verdict.CompileError, { Compile: { } compile }) => TextOr(OutputText.InOrder(compile.Output), Sentence(compile.Verdict, compile)),
        (Verdict.RuntimeError or Verdict.Signalled, { Run: { } run }) => TextOr(OutputText.Of(run.Output, OutputStream.Stderr), Sentence(run.Verdict, run)),
        var (verdict, _) => OutputText.Of(Sentence(verdict, result.Run)),
    };

    private static OutputText TextOr(OutputText text, string otherwise) => text.Length == 0 ? OutputText.Of(otherwise) : text;

    private static string Sentence(Verdict verdict, StageResult? stage) => verdict switch
    {
        Verdict.CompileError => "Compilation failed",
        Verdict.TimeLimit => "Time limit exceeded",
        Verdict.CpuTimeLimit => "CPU time limit exceeded",
        Verdict.MemoryLimit => "Memory limit exceeded",
        Verdict.OutputLimit => "Output limit exceeded",
        Verdict.ProcessLimit => "Process limit exceeded",
        Verdict.ForbiddenSyscall => stage?.RefusedSyscall is { } syscall ? $"Forbidden system call: {syscall}" : "Forbidden system call",
        Verdict.Signalled => $"Ended by {stage?.Signal ?? "a signal"}",
        Verdict.Cancelled => "Cancelled",
        Verdict.WrongAnswer => "Wrong answer",
        Verdict.PresentationError => "Presentation error",
        Verdict.PartiallyCorrect => "Partially correct",
        Verdict.JudgeError => "The checker failed",
        Verdict.Skipped => "Skipped",
        _ => stage?.ExitCode is { } code ? $"Exit code {code}" : "Runtime error",
    };
}
