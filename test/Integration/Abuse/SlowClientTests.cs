using System.Text;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Abuse;

/// <summary>Clients that say a little now and then, to keep a connection and what belongs to it for ever.</summary>
public sealed class SlowClientTests(ServerFixture server) : IClassFixture<LeavesNothing<ServerFixture>>
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);

    private const int Clients = 20;

    /// <summary>What each slow client says at once; then it goes on with single bytes.</summary>
    public static TheoryData<string, string> Beginnings => new()
    {
        { "headers", "POST /api/v1/executions HTTP/1.1\r\nHost: localhost\r\nX-Slow: " },
        { "a body", RawClient.Head(1000) + "{" },
        { "a chunked body", "POST /api/v1/executions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n400\r\n{" },
    };

    [Theory]
    [MemberData(nameof(Beginnings))]
    public async Task Slow_senders_are_cut_and_others_are_served(string what, string beginning)
    {
        var clients = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => RawClient.ConnectAsync(server)));
        try
        {
            var slow = Task.WhenAll(clients.Select(client => StatusOfSlowAsync(client, beginning)));
            do
            {
                await Others.AssertServedAsync(server, times: 1);
            }
            while (await Task.WhenAny(slow, Task.Delay(s_pause)) != slow);

            Assert.All(await slow, status => Assert.Equal((what, 408), (what, status)));
        }
        finally
        {
            Array.ForEach(clients, client => client.Dispose());
        }
    }

    /// <summary>
    /// Bodies that have come halfway hold memory, of which there is a fixed amount for all; if whoever holds it could do so for ever, a handful of
    /// clients would shut everybody else out.
    /// </summary>
    [Fact]
    public async Task Large_bodies_that_do_not_come_to_an_end_shut_nobody_out()
    {
        const int Announced = 32 << 20;
        using var enough = new CancellationTokenSource();
        var clients = new List<RawClient>();
        try
        {
            // The large ones take nearly everything, the smaller ones what they leave.
            var piece = Encoding.ASCII.GetBytes(new string(' ', 1 << 16));
            foreach (var (sent, attackers) in ((int Sent, int Attackers)[])[(5 << 20, 12), (2 << 20, 6), (600 << 10, 8)])
            {
                for (var i = 0; i < attackers; i++)
                {
                    clients.Add(await RawClient.ConnectAsync(server));
                    await clients[^1].SendAsync(RawClient.Head(Announced));
                    await clients[^1].TrySendAsync(piece, sent / piece.Length);
                }
            }

            // Fast enough for the minimum rate of a body, and slow enough for hours.
            var dripping = clients.Select(client => DripAsync(client, piece.AsMemory(0, 8 * 1024), enough.Token)).ToList();
            using var other = server.NewClient();
            await Eventually.HoldsAsync(() => IsServed(other), "a request of ordinary size is served", TimeSpan.FromSeconds(60));
            await enough.CancelAsync();
            await Task.WhenAll(dripping);
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }

        await Others.AssertServedAsync(server);
    }

    private static bool IsServed(HttpClient client)
    {
        var body = System.Net.Http.Json.JsonContent.Create(new { language = "bash", code = "echo", stdin = new string('x', 1 << 20) });
        using var response = client.PostAsync("/api/v1/executions", body).GetAwaiter().GetResult();
        return response.IsSuccessStatusCode;
    }

    private static async Task DripAsync(RawClient client, ReadOnlyMemory<byte> drop, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested && !await client.TrySendAsync(drop, 1))
        {
            await Task.WhenAny(Task.Delay(TimeSpan.FromSeconds(1), enough));
        }
    }

    private static async Task<int> StatusOfSlowAsync(RawClient client, string beginning)
    {
        await client.SendAsync(beginning);
        var status = client.StatusAsync();
        while (await Task.WhenAny(status, Task.Delay(s_pause)) != status)
        {
            if (await client.TrySendAsync("x"u8.ToArray(), 1))
            {
                break;
            }
        }

        return await status;
    }
}
