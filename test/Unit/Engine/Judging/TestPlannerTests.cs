using Hotcell.Engine;
using Hotcell.Engine.Executions;
using Hotcell.Engine.Judging;
using Hotcell.Unit.Engine.Executions;

namespace Hotcell.Unit.Engine.Judging;

public sealed class TestPlannerTests : IDisposable
{
    private readonly RequestCase _machine = new();

    [Fact]
    public void Limits_of_a_test_are_those_of_the_request_with_its_own_on_top()
    {
        var plan = _machine.Validate(RequestCase.Request() with
        {
            Limits = new RequestedLimits { WallTime = TimeSpan.FromSeconds(3), Processes = 7 },
            Tests = [new TestCase(default, default), new TestCase(default, default) { Limits = new RequestedLimits { WallTime = TimeSpan.FromSeconds(1) } }],
        });

        Assert.Equal([(3, 7), (1, 7)], plan.Tests.Select(test => ((int)test.Run.Limits.WallTime.TotalSeconds, test.Run.Limits.Processes)));
    }

    [Fact]
    public void What_the_compiler_leaves_fits_the_test_with_the_least_room()
    {
        var request = RequestCase.Request("c", (null, "int main;"));
        var least = new TestCase(default, default) { Limits = new RequestedLimits { Memory = ByteSize.FromMebibytes(16) } };

        Assert.Equal(ByteSize.FromMebibytes(63), _machine.Validate(request).MaxArtifact);
        Assert.Equal(ByteSize.FromMebibytes(7), _machine.Validate(request with { Tests = [new TestCase(default, default), least] }).MaxArtifact);
    }

    [Fact]
    public void A_checker_is_planned_once_and_a_test_may_have_another()
    {
        var (usual, own) = (new Checker.Program(RequestCase.Request()), new Checker.Interactor(RequestCase.Request()));
        var plan = _machine.Validate(RequestCase.Request() with
        {
            Checker = usual,
            Tests = [new TestCase(default, default), new TestCase(default, default), new TestCase(default, default) { Checker = own }, new TestCase(default, default) { Checker = new Checker.Exact() }],
        });

        Assert.Equal(2, plan.Checkers.Count());
        Assert.Same(plan.Tests[0].CheckerPlan, plan.Tests[1].CheckerPlan);
        Assert.Null(plan.Tests[3].CheckerPlan);
        Assert.Equal(["input.txt", "output.txt", "answer.txt"], plan.Tests[0].CheckerPlan!.Run.Command.Argv.TakeLast(3));
    }

    [Fact]
    public void Tests_and_checkers_count_as_what_the_request_keeps()
    {
        var request = RequestCase.Request();
        var checker = new Checker.Program(request);
        var plan = _machine.Validate(request with { Checker = checker, Tests = [new TestCase(new byte[100], new byte[1000]), new TestCase(new byte[10], default)] });

        Assert.Equal(1110 + (2 * request.Files[0].Content.Length), plan.Bytes);
    }

    [Fact]
    public void What_does_not_fit_a_tests_disk_is_named_there() => _machine.AssertErrors(
        RequestCase.Request() with { Tests = [new TestCase(default, default) { Limits = new RequestedLimits { Memory = ByteSize.FromMebibytes(16), Disk = ByteSize.FromMebibytes(32) } }] },
        "tests[0].limits.disk_mb: must not be more than half of memory_mb, because files are kept in memory");

    public void Dispose() => _machine.Dispose();
}
