using System.Text.Json;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Abuse;

/// <summary>Clients that go away in the middle, wherever the middle is; while compiling and running, DisconnectTests have it.</summary>
public sealed class VanishingClientTests(ServerFixture server) : IClassFixture<LeavesNothing<ServerFixture>>
{
    private const string Sleeper = """{"language":"bash","code":"sleep 100","limits":{"wall_time_ms":110000}}""";

    private const int Clients = 50;

    public static TheoryData<string> Beginnings =>
    [
        "",
        "POST",
        "POST /api/v1/executions HTTP/1.1\r\nHost: loc",
        RawClient.Head(1000),
        RawClient.Head(1000) + """{"language":"bash","code":"ec""",
        "POST /api/v1/executions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{",
    ];

    [Theory]
    [MemberData(nameof(Beginnings))]
    public async Task Vanishing_while_asking_leaves_nothing(string beginning)
    {
        var before = await RestAsync();
        for (var i = 0; i < Clients; i++)
        {
            using var client = await RawClient.ConnectAsync(server);
            await client.SendAsync(beginning);
        }

        await Others.AssertServedAsync(server);
        await before.AssertNothingLeftAsync(server.ServerId);
    }

    [Fact]
    public async Task Vanishing_from_the_queue_gives_up_the_place()
    {
        var before = await RestAsync();
        var running = (int)Queue("max_running");
        var sleepers = await Task.WhenAll(Enumerable.Range(0, running).Select(_ => AskAsync(Sleeper)));
        await Eventually.HoldsAsync(() => Queue("running") == running, "all places are taken");
        var waiting = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => AskAsync(Sleeper)));
        await Eventually.HoldsAsync(() => Queue("waiting") == Clients, "the others wait");

        Array.ForEach(waiting, client => client.Dispose());
        await Eventually.HoldsAsync(() => Queue("waiting") == 0, "nobody waits any more");
        Assert.Equal(running, Queue("running"));

        Array.ForEach(sleepers, client => client.Dispose());
        await Eventually.HoldsAsync(() => Queue("running") == 0, "nothing runs any more");
        await before.AssertNothingLeftAsync(server.ServerId);
    }

    [Fact]
    public async Task Vanishing_while_the_answer_comes_leaves_nothing()
    {
        var before = await RestAsync();
        for (var i = 0; i < 10; i++)
        {
            using var client = await AskAsync("""{"language":"bash","code":"head -c 1000000 /dev/zero"}""");
            Assert.Equal(200, await client.StatusAsync());
        }

        await Others.AssertServedAsync(server);
        await before.AssertNothingLeftAsync(server.ServerId);
    }

    [Fact]
    public async Task Vanishing_at_any_moment_leaves_nothing()
    {
        var before = await RestAsync();
        var moments = new Random(20_261_121);
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => TimeSpan.FromMilliseconds(moments.Next(0, 300))).Select(async moment =>
        {
            using var client = await AskAsync("""{"language":"c","code":"#include <unistd.h>\nint main(void) { usleep(50000); return write(1, \"x\", 1) != 1; }"}""");
            await Task.Delay(moment);
        }));
        await Eventually.HoldsAsync(() => Queue("running") + Queue("waiting") == 0, "nothing runs any more", TimeSpan.FromMinutes(1));
        await Others.AssertServedAsync(server);
        await before.AssertNothingLeftAsync(server.ServerId);
    }

    /// <summary>What the server holds when nobody asks for anything, a compiler's artifact having been made before.</summary>
    private async Task<LeakCheck> RestAsync()
    {
        await server.RunAsync(new { language = "c", code = "int main(void) { return 0; }" });
        await Eventually.HoldsAsync(() => Queue("running") + Queue("waiting") == 0, "nothing runs");
        return await LeakCheck.TakeAsync(server.Keeper.Id, server.ServerId);
    }

    private async Task<RawClient> AskAsync(string body)
    {
        var client = await RawClient.ConnectAsync(server);
        await client.SendAsync(RawClient.Request(body));
        return client;
    }

    private double Queue(string name) =>
        JsonDocument.Parse(server.Client.GetStringAsync("/health").GetAwaiter().GetResult()).RootElement.Number("queue", name);
}
