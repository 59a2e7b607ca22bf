using Hotcell.Engine.Documents;
using Hotcell.Engine.Executions;

namespace Hotcell.Unit.Engine.Documents;

public sealed class ExplanationTests
{
    public static TheoryData<Verdict> Verdicts => [.. Enum.GetValues<Verdict>()];

    [Theory]
    [MemberData(nameof(Verdicts))]
    public void Every_verdict_has_one_even_where_nothing_is_known_of_the_run(Verdict verdict)
    {
        var text = Explanation.Of(new ExecutionResult { Verdict = verdict, Language = "x", Isolation = default });
        Assert.Equal(verdict is Verdict.Ok or Verdict.Accepted, text is null);
        Assert.NotEqual(0, text?.Length);
    }

    [Theory]
    [InlineData(Verdict.RuntimeError, "Exit code 3")]
    [InlineData(Verdict.Signalled, "Ended by SIGSEGV")]
    [InlineData(Verdict.ForbiddenSyscall, "Forbidden system call: ptrace")]
    [InlineData(Verdict.TimeLimit, "Time limit exceeded")]
    public void Of_a_program_that_says_nothing_a_sentence_tells(Verdict verdict, string sentence)
    {
        var run = new StageResult
        {
            Verdict = verdict, Output = StageOutput.None, ExitCode = 3, Signal = "SIGSEGV", RefusedSyscall = "ptrace", WallTime = default, CpuTime = default, PeakMemory = default,
        };
        var text = Explanation.Of(new ExecutionResult { Verdict = verdict, Language = "x", Isolation = default, Run = run });
        Assert.Equal(sentence, text?.ToString());
    }
}
