using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Abuse;

/// <summary>Clients that run programs with large outputs and do not fetch their answers.</summary>
public sealed class UnreadAnswerTests
{
    private const int SmallBuffer = 4096;

    /// <summary>Prints NULs, which are six bytes each as JSON, and stand in the answer twice: 4 MB become 48 MB.</summary>
    private const string Loud = """{"language":"bash","code":"head -c 4000000 /dev/zero","limits":{"output_kb":4096}}""";

    private const int Clients = 50;

    /// <summary>As much as a program may write, in ordinary words.</summary>
    private const string Largest = """{"language":"bash","code":"yes hello | head -c 16000000; yes problem | head -c 9000000 >&2","limits":{"output_kb":16384,"wall_time_ms":60000}}""";

    private const int LargestClients = 8;

    /// <summary>For <see cref="Clients"/> with 4 MB each: 128 MB may wait for clients, and some more is garbage.</summary>
    private const int Bound = 384;

    /// <summary>For <see cref="LargestClients"/> with 25 MB each: once that, and as much again for what is garbage. As text it would be four times as much, and as JSON twice more.</summary>
    private const int LargestBound = 400;

    [Fact]
    public async Task Answers_that_nobody_fetches_do_not_pile_up()
    {
        await using var server = await ServerFixture.StartAsync();
        await Others.AssertServedAsync(server);
        var memory = ServerMemory.Watch(server);
        var clients = new List<RawClient>();
        try
        {
            for (var i = 0; i < Clients; i++)
            {
                clients.Add(await RawClient.ConnectAsync(server, SmallBuffer));
                await clients[i].SendAsync(RawClient.Request(Loud));
                if (i % 5 == 0)
                {
                    await Others.AssertServedAsync(server, times: 1);
                }
            }

            await Eventually.HoldsAsync(() => Idle(server), "all programs have run", TimeSpan.FromMinutes(2));
            await Others.AssertServedAsync(server);
            memory.AssertGrewAtMost(Bound);
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("Accept: text/event-stream\r\n")]
    public async Task Large_answers_that_nobody_fetches_hold_what_was_written_once(string header)
    {
        await using var server = await ServerFixture.StartAsync();
        await Others.AssertServedAsync(server);
        var memory = ServerMemory.Watch(server);
        var clients = new List<RawClient>();
        try
        {
            for (var i = 0; i < LargestClients; i++)
            {
                clients.Add(await RawClient.ConnectAsync(server, SmallBuffer));
                await clients[i].SendAsync(RawClient.Request(Largest, header));
            }

            await Eventually.HoldsAsync(() => Idle(server), "all programs have run", TimeSpan.FromMinutes(2));
            await Others.AssertServedAsync(server);
            memory.AssertGrewAtMost(LargestBound);
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }
    }

    [Fact]
    public async Task A_client_that_stops_reading_is_cut()
    {
        await using var server = await ServerFixture.StartAsync();
        using var client = await RawClient.ConnectAsync(server, SmallBuffer);
        await client.SendAsync(RawClient.Request(Loud));
        Assert.Equal(200, await client.StatusAsync());
        await Eventually.HoldsAsync(() => Sockets(server) == 0, "the server has ended the connection", TimeSpan.FromMinutes(2));
        Assert.InRange(await client.DrainAsync(), 0, 8 << 20);
    }

    [Fact]
    public async Task A_client_that_reads_slowly_gets_all_of_it()
    {
        await using var server = await ServerFixture.StartAsync();
        using var client = await RawClient.ConnectAsync(server, SmallBuffer);
        await client.SendAsync(RawClient.Request("""{"language":"bash","code":"head -c 300000 /dev/zero"}"""));
        var length = 0;
        while (await client.ReadAsync(64 * 1024) is { Length: > 0 } text)
        {
            length += text.Length;
            await Task.Delay(100);
        }

        Assert.InRange(length, 2 * 6 * 300_000, (2 * 6 * 300_000) + (64 * 1024));
    }

    private static bool Idle(ServerFixture server)
    {
        var queue = System.Text.Json.JsonDocument.Parse(server.Client.GetStringAsync("/health").GetAwaiter().GetResult()).RootElement.At("queue");
        return queue.Number("running") + queue.Number("waiting") == 0;
    }

    /// <summary>TCP connections of the server that are established: it listens on a port of its own, so their local port tells.</summary>
    private static int Sockets(ServerFixture server)
    {
        const string Established = "01";
        var port = $":{server.Client.BaseAddress!.Port:X4}";
        return File.ReadLines($"/proc/{server.ServerId}/net/tcp").Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Count(columns => columns[1].EndsWith(port, StringComparison.Ordinal) && columns[3] == Established);
    }
}
