using Hotcell.Engine;
using Hotcell.Engine.Executions;
using Hotcell.Protocol;
using Hotcell.Server.Api.Health;

namespace Hotcell.Unit.Server;

public sealed class HealthAnswerTests
{
    private static readonly EngineStatus Status = new()
    {
        WardenConnected = true,
        Generation = 1,
        CgroupVersion = 2,
        Isolation = Isolation.Seccomp,
        Running = 1,
        ReadyCells = 7,
        CompileCache = new CompileCacheStatus(1, new ByteSize(2), 3, 4),
        Queued = 2,
        MaxRunning = 3,
        MaxQueued = 4,
        Draining = false,
        Languages = [],
    };

    [Fact]
    public void With_a_warden_it_is_healthy()
    {
        var answer = HealthAnswer.Of(Status);
        Assert.True(Status.IsHealthy);
        Assert.Equal("healthy", answer.Status);
        Assert.Equal(["seccomp"], answer.Warden.Isolation);
    }

    [Fact]
    public void Cells_that_are_alive_and_not_ready_are_busy()
    {
        Assert.Equal(3, (Status with { AliveCells = 10 }).BusyCells);
        Assert.Equal(0, Status.BusyCells);
    }

    [Fact]
    public void Without_a_warden_it_is_not()
    {
        var status = Status with { WardenConnected = false };
        Assert.False(status.IsHealthy);
        Assert.Equal("unhealthy", HealthAnswer.Of(status).Status);
    }

    [Fact]
    public void While_draining_it_is_not()
    {
        var status = Status with { Draining = true };
        Assert.False(status.IsHealthy);
        Assert.Equal("draining", HealthAnswer.Of(status).Status);
    }
}
