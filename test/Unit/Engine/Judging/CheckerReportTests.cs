using System.Text;
using Hotcell.Engine;
using Hotcell.Engine.Executions;
using Hotcell.Engine.Judging;

namespace Hotcell.Unit.Engine.Judging;

public sealed class CheckerReportTests
{
    private const double Points = 10;

    [Theory]
    [InlineData(0, "", Verdict.Accepted, 10)]
    [InlineData(1, "wrong answer 1st numbers differ", Verdict.WrongAnswer, 0)]
    [InlineData(2, "", Verdict.PresentationError, 0)]
    [InlineData(4, "", Verdict.PresentationError, 0)]
    [InlineData(8, "", Verdict.PresentationError, 0)]
    [InlineData(7, "points 4.5 good", Verdict.PartiallyCorrect, 4.5)]
    [InlineData(7, "4.5 good", Verdict.PartiallyCorrect, 4.5)]
    [InlineData(7, "points 10", Verdict.Accepted, 10)]
    [InlineData(7, "points 1000", Verdict.Accepted, 10)]
    [InlineData(7, "points 0", Verdict.WrongAnswer, 0)]
    [InlineData(7, "points -5", Verdict.WrongAnswer, 0)]
    [InlineData(50, "", Verdict.WrongAnswer, 0)]
    [InlineData(75, "", Verdict.PartiallyCorrect, 2.5)]
    [InlineData(150, "", Verdict.Accepted, 10)]
    [InlineData(3, "jury has no answer", Verdict.JudgeError, 0)]
    [InlineData(7, "", Verdict.JudgeError, 0)]
    [InlineData(7, "points NaN", Verdict.JudgeError, 0)]
    [InlineData(7, "points 1.2.3", Verdict.JudgeError, 0)]
    [InlineData(9, "", Verdict.JudgeError, 0)]
    [InlineData(151, "", Verdict.JudgeError, 0)]
    [InlineData(255, "", Verdict.JudgeError, 0)]
    public void Exit_codes_are_those_of_testlib(int code, string stderr, Verdict verdict, double points)
    {
        var report = CheckerReport.Of(Ran(code == 0 ? Verdict.Ok : Verdict.RuntimeError, code, stderr), Points);

        Assert.Equal((verdict, points), (report.Verdict, report.Points));
    }

    [Theory]
    [InlineData(Verdict.Signalled)]
    [InlineData(Verdict.TimeLimit)]
    [InlineData(Verdict.MemoryLimit)]
    [InlineData(Verdict.OutputLimit)]
    [InlineData(Verdict.ProcessLimit)]
    [InlineData(Verdict.ForbiddenSyscall)]
    public void A_checker_that_ends_badly_is_told_as_that(Verdict end)
    {
        var report = CheckerReport.Of(Ran(end, null, "bug"), Points);

        Assert.Equal((Verdict.JudgeError, 0, $"The checker ended with {end}: bug"), (report.Verdict, report.Points, report.Message));
    }

    [Fact]
    public void A_message_is_short()
    {
        var report = CheckerReport.Of(Ran(Verdict.RuntimeError, 1, new string('x', 1 << 20)), Points);

        Assert.InRange(report.Message!.Length, 100, 2000);
    }

    private static StageResult Ran(Verdict verdict, int? code, string stderr) => new()
    {
        Verdict = verdict,
        ExitCode = code,
        Output = StageOutput.Of(default, Encoding.UTF8.GetBytes(stderr)),
        WallTime = default,
        CpuTime = default,
        PeakMemory = default(ByteSize),
    };
}
