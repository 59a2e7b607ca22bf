using System.Text;
using Hotcell.Engine.Executions;

namespace Hotcell.Engine.Documents;

/// <summary>Why a program did not end well, for people who read one line of text.</summary>
public static class Explanation
{
    /// <summary>Null when it did; what the compiler said; what the program wrote to stderr; or else a sentence.</summary>
    public static string? Of(ExecutionResult result) => result.Verdict switch
    {
        Verdict.Ok => null,
        Verdict.CompileError => TextOr(result.Compile!.Interleaved, Sentence(result.Compile.Verdict, result.Compile)),
        Verdict.RuntimeError or Verdict.Signalled => TextOr(result.Run!.Stderr, Sentence(result.Verdict, result.Run)),
        var limit => Sentence(limit, result.Run!),
    };

    private static string TextOr(ReadOnlyMemory<byte> text, string otherwise) => text.IsEmpty ? otherwise : Encoding.UTF8.GetString(text.Span);

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
