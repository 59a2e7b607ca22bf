using System.Net;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Serving;

public sealed class ShutdownTests
{
    private const int SIGTERM = 15;
    private const string Path = "/api/v1/executions";

    [Fact]
    public async Task Sigterm_drains()
    {
        await using var server = await ServerFixture.StartAsync();
        var idle = (await LeakCheck.TakeAsync(server.Keeper.Id)).Processes;
        var running = server.RunAsync(new { language = "bash", code = "sleep 2; echo finished" });
        await Eventually.HoldsAsync(() => Processes.Below(server.Keeper.Id).Count > idle + 1, "the program runs");

        Child.Signal(server.Keeper.Id, SIGTERM);
        await Eventually.HoldsAsync(() => Status(server, "/health") == HttpStatusCode.ServiceUnavailable, "health says that it drains");
        using var late = await server.PostAsync(Path, new { language = "bash", code = "echo late" });
        Assert.Equal(HttpStatusCode.ServiceUnavailable, late.StatusCode);
        Assert.NotNull(late.Headers.RetryAfter);

        Assert.Equal("finished\n", (await running).Text("run", "stdout"));
        Assert.Equal(0, await server.Keeper.WaitForExitAsync());
    }

    [Fact]
    public async Task Sigterm_ends_an_idle_server_at_once()
    {
        await using var server = await ServerFixture.StartAsync();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Child.Signal(server.Keeper.Id, SIGTERM);
        Assert.Equal(0, await server.Keeper.WaitForExitAsync());
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5);
    }

    [Fact]
    public async Task Second_sigterm_does_not_wait()
    {
        await using var server = await ServerFixture.StartAsync();
        var idle = (await LeakCheck.TakeAsync(server.Keeper.Id)).Processes;
        var running = server.PostAsync(Path, new { language = "bash", code = "sleep 60", limits = new { wall_time_ms = 60_000 } });
        await Eventually.HoldsAsync(() => Processes.Below(server.Keeper.Id).Count > idle + 1, "the program runs");
        Child.Signal(server.Keeper.Id, SIGTERM);
        await Eventually.HoldsAsync(() => Status(server, "/health") == HttpStatusCode.ServiceUnavailable, "health says that it drains");
        Child.Signal(server.Keeper.Id, SIGTERM);
        Assert.Equal(0, await server.Keeper.WaitForExitAsync());
        await running.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private static HttpStatusCode Status(ServerFixture server, string path)
    {
        using var response = server.Client.GetAsync(path).GetAwaiter().GetResult();
        return response.StatusCode;
    }
}
