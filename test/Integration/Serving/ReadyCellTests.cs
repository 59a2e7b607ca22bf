using System.Text.Json;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Serving;

public sealed class ReadyCellTests(ServerFixture server) : IClassFixture<LeavesNothing<ServerFixture>>
{
    [Fact]
    public async Task Cells_are_ready_after_a_program_and_gone_when_no_more_come()
    {
        await server.RunAsync(new { language = "bash", code = "true" });
        await Eventually.HoldsAsync(() => Ready() > 0, "a cell is made for the next program");
        await Eventually.HoldsAsync(() => Ready() == 0, "nobody uses it, and it is gone");
        await LeakCheck.TakeAsync(server.Keeper.Id, server.ServerId);
    }

    [Fact]
    public async Task A_program_in_a_ready_cell_finds_nothing_of_the_last_one()
    {
        const string Code = "ls -A /work /tmp /dev/shm; echo mine > /tmp/mine; echo mine > /dev/shm/mine; echo $$ $PPID; ulimit -t";
        var outputs = new List<string?>();
        for (var i = 0; i < 5; i++)
        {
            // With a variable of its own it finds no booted shell, which has the limit of CPU time that booting has.
            var result = await server.RunAsync(new { language = "bash", code = Code, env = new { OWN = "1" }, limits = new { cpu_time_ms = 5000 + (1000 * i) } });
            outputs.Add(result.Text("run", "stdout"));
        }

        Assert.Equal(Enumerable.Range(0, 5).Select(i => $"/dev/shm:\n\n/tmp:\n\n/work:\nmain.sh\n2 1\n{7 + i}\n"), outputs);
    }

    [Fact]
    public async Task A_ready_cell_has_the_limits_that_are_asked_for()
    {
        await server.RunAsync(new { language = "bash", code = "true" });

        var result = await server.RunAsync(new { language = "bash", code = "ulimit -n", limits = new { open_files = 33 } });

        Assert.Equal("33\n", result.Text("run", "stdout"));
    }

    private int Ready() => JsonDocument.Parse(server.Client.GetStringAsync("/health").GetAwaiter().GetResult()).RootElement.At("cells", "ready").GetInt32();
}
