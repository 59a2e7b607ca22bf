using Hotcell.Engine.Executions;

namespace Hotcell.Unit.Engine.Executions;

public sealed class VerdictTests
{
    [Fact]
    public void Numbers_and_names_are_frozen() => Assert.Equal(
        [
            "0 Ok", "1 CompileError", "2 RuntimeError", "3 Signalled", "4 TimeLimit", "5 CpuTimeLimit", "6 MemoryLimit", "7 OutputLimit",
            "8 ProcessLimit", "9 ForbiddenSyscall", "10 Cancelled", "11 Accepted", "12 WrongAnswer", "13 PresentationError", "14 PartiallyCorrect",
            "15 JudgeError", "16 Skipped",
        ],
        Enum.GetValues<Verdict>().Select(verdict => $"{(int)verdict} {verdict}"));
}
