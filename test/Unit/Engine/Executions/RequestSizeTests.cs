using Hotcell.Engine;
using Hotcell.Engine.Executions;
using static Hotcell.Unit.Engine.Executions.RequestCase;

namespace Hotcell.Unit.Engine.Executions;

/// <summary>What is too large, too many, or does not fit.</summary>
public sealed class RequestSizeTests : IDisposable
{
    private readonly RequestCase _case = new();

    public void Dispose() => _case.Dispose();

    [Fact]
    public void Too_many_files_are_refused() =>
        _case.AssertErrors(Request("python", [.. Enumerable.Range(0, 65).Select(i => ((string?)$"f{i}", ""))]), "files: must not be more than 64");

    [Fact]
    public void Too_large_files_are_refused() =>
        _case.AssertErrors(
            Request("python", ("a", new string('x', 600_000)), ("b", new string('x', 600_000))), "files: must not be larger than 1 MiB together");

    [Fact]
    public void Args_and_env_that_do_not_fit_a_start_frame_are_refused()
    {
        _case.AssertErrors(Request() with { Args = [new string('x', 49 * 1024)] }, "args: args and env must not be larger than 48 KiB together");
        _case.AssertErrors(Request() with { Args = [.. Enumerable.Repeat("", 1025)] }, "args: must not be more than 1024");
    }

    [Fact]
    public void What_passes_fits_a_start_frame_whatever_it_is()
    {
        var files = Enumerable.Range(0, 64).Select(i => ((string?)$"{i}{new string('f', 253)}", "")).ToArray();
        var plan = _case.Validate(Request("c", files) with { Args = [new string('x', (48 * 1024) - 1)] });

        Assert.True(plan.Compile!.Command.ToPayload(plan.Compile.Limits).Length <= 64 * 1024);
        Assert.True(plan.Run.Command.ToPayload(plan.Run.Limits).Length <= 64 * 1024);
    }

    [Fact]
    public void A_disk_that_the_memory_cannot_hold_is_refused() =>
        _case.AssertErrors(
            Request() with { Limits = new RequestedLimits { Disk = ByteSize.FromMebibytes(65), Memory = ByteSize.FromMebibytes(128) } },
            "limits.disk_mb: must not be more than half of memory_mb, because files are kept in memory");

    [Fact]
    public void Files_that_the_disk_cannot_hold_are_refused()
    {
        var request = Request("python", ("a", new string('x', 3 * 1024 * 1024)));
        request = request with { Limits = new RequestedLimits { Memory = ByteSize.FromMebibytes(8) } };

        var error = Assert.Single(Assert.Throws<RejectedException>(() => _case.Validate(request, maxSource: ByteSize.FromMebibytes(10))).Errors);

        Assert.Equal("limits.disk_mb", error.Field);
    }

    [Fact]
    public void A_small_ceiling_of_the_warden_lowers_defaults()
    {
        var plan = _case.Validate(Request("c", ("main.c", "")), ByteSize.FromMebibytes(100));

        Assert.Equal(ByteSize.FromMebibytes(100), plan.Run.Limits.Memory);
        Assert.Equal(ByteSize.FromMebibytes(100), plan.Compile!.Limits.Memory);
    }
}
