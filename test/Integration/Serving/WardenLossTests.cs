using System.Net;
using System.Text.Json;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Serving;

public sealed class WardenLossTests
{
    private const int SIGKILL = 9;

    [Fact]
    public async Task Killing_the_warden_is_a_clean_fault_and_the_next_request_works()
    {
        await using var server = await ServerFixture.StartAsync();
        var idle = (await LeakCheck.TakeAsync(server.Keeper.Id)).Processes;
        var running = server.PostAsync("/api/v1/executions", new { language = "bash", code = "sleep 30", limits = new { wall_time_ms = 60_000 } });
        await Eventually.HoldsAsync(() => Processes.Below(server.Keeper.Id).Count > idle + 1, "the program runs");
        var cells = Processes.Below(server.WardenId);
        Child.Signal(server.WardenId, SIGKILL);

        using var response = await running;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal("urn:hotcell:problem:system-fault", problem.Text("type"));
        Assert.Equal("warden", problem.Text("fault", "stage"));

        var next = await server.RunAsync(new { language = "bash", code = "echo back" });
        Assert.Equal("back\n", next.Text("run", "stdout"));
        await Eventually.HoldsAsync(() => cells.All(pid => Processes.NameOf(pid).Length == 0), "the dead warden's cells are gone");
        var health = JsonDocument.Parse(await server.Client.GetStringAsync("/health")).RootElement;
        Assert.Equal(2, health.Number("warden", "generation"));
    }
}
