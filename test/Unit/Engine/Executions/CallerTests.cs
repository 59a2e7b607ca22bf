using System.Collections.Frozen;
using Hotcell.Engine;
using Hotcell.Engine.Executions;
using static Hotcell.Unit.Engine.Executions.RequestCase;

namespace Hotcell.Unit.Engine.Executions;

/// <summary>What a caller may, of what the options allow.</summary>
public sealed class CallerTests : IDisposable
{
    private readonly RequestCase _case = new();

    public void Dispose() => _case.Dispose();

    private static ExecutionRequest RequestOf(Caller caller) => Request() with { Caller = caller };

    [Fact]
    public void Maxima_hold_for_defaults_too()
    {
        var most = new RequestedLimits { WallTime = TimeSpan.FromSeconds(2), Memory = ByteSize.FromMebibytes(100), Processes = 5 };
        var limits = _case.Validate(RequestOf(new Caller { Id = "x", Maxima = most })).Run.Limits;

        // Of the processes, the language's own default was above.
        Assert.Equal((most.WallTime, most.Memory, most.Processes), (limits.WallTime, limits.Memory, limits.Processes));
        Assert.Equal(new RunLimits().Defaults.Output, limits.Output);
    }

    [Fact]
    public void A_wish_above_the_callers_maximum_is_an_error_as_any_other()
    {
        var caller = new Caller { Id = "x", Maxima = new() { WallTime = TimeSpan.FromSeconds(2) } };

        _case.AssertErrors(RequestOf(caller) with { Limits = new() { WallTime = TimeSpan.FromSeconds(3) } }, "limits.wall_time_ms: must be 1 to 2000, not 3000");
        Assert.Equal(TimeSpan.FromSeconds(1), _case.Validate(RequestOf(caller) with { Limits = new() { WallTime = TimeSpan.FromSeconds(1) } }).Run.Limits.WallTime);
    }

    [Fact]
    public void Cpu_time_that_follows_a_longer_wall_time_stays_below_the_callers_maximum()
    {
        var caller = new Caller { Id = "x", Maxima = new() { CpuTime = TimeSpan.FromSeconds(3) } };
        Assert.Equal(TimeSpan.FromSeconds(3), _case.Validate(RequestOf(caller) with { Limits = new() { WallTime = TimeSpan.FromSeconds(60) } }).Run.Limits.CpuTime);
    }

    [Fact]
    public void A_maximum_above_the_options_raises_nothing()
    {
        var caller = new Caller { Id = "x", Maxima = new() { WallTime = TimeSpan.FromDays(1) } };
        _case.AssertErrors(RequestOf(caller) with { Limits = new() { WallTime = TimeSpan.FromHours(1) } }, "limits.wall_time_ms: must be 1 to 120000, not 3600000");
    }

    [Fact]
    public void A_maximum_below_what_is_possible_is_the_least_that_is()
    {
        var caller = new Caller { Id = "x", Maxima = new() { Memory = new ByteSize(1) } };
        Assert.Equal(8, _case.Validate(RequestOf(caller)).Run.Limits.Memory.Mebibytes);
    }

    [Theory]
    [InlineData("python")]
    [InlineData("py")]
    [InlineData("PYTHON")]
    public void A_language_that_the_caller_may_not_use_is_forbidden_by_any_of_its_names(string name)
    {
        var request = Request(name) with { Caller = new Caller { Id = "x", Languages = FrozenSet.Create("c") } };
        Assert.Equal(RejectionKind.Forbidden, Assert.Throws<RejectedException>(() => _case.Validate(request)).Kind);
        _case.Validate(request with { Language = "c" });
    }

    [Fact]
    public void Every_limit_has_a_maximum_of_its_own()
    {
        var read = LimitFields.Read(LimitFields.Names.Select((name, i) => KeyValuePair.Create(name, i + 1.0)).ToDictionary());
        Assert.Equal(
            new RequestedLimits
            {
                WallTime = TimeSpan.FromMilliseconds(1),
                CpuTime = TimeSpan.FromMilliseconds(2),
                Memory = ByteSize.FromMebibytes(3),
                Processes = 4,
                Output = ByteSize.FromKibibytes(5),
                FileSize = ByteSize.FromMebibytes(6),
                OpenFiles = 7,
                Stack = ByteSize.FromMebibytes(8),
                Disk = ByteSize.FromMebibytes(9),
                Cpus = 10,
            },
            read);
        var ranges = new RunLimits().Within(new() { WallTime = default(TimeSpan), CpuTime = default(TimeSpan), Memory = default(ByteSize), Processes = 0, Output = default(ByteSize), FileSize = default(ByteSize), OpenFiles = 0, Stack = default(ByteSize), Disk = default(ByteSize), Cpus = 0 });
        Assert.Equal(ranges.Defaults, ranges.Defaults.Within(ranges));
        Assert.Equal(ranges.Defaults, new RunLimits().Defaults.Within(ranges));
    }
}
