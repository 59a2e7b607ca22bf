using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Abuse;

/// <summary>More connections than anybody needs.</summary>
public sealed class ConnectionTests
{
    private const int Clients = 2000;

    [Fact]
    public async Task Two_thousand_connections_cost_little_and_shut_nobody_out()
    {
        await using var server = await ServerFixture.StartAsync();
        await Others.AssertServedAsync(server);
        var memory = ServerMemory.Watch(server);
        var clients = new List<RawClient>();
        try
        {
            for (var i = 0; i < Clients; i++)
            {
                clients.Add(await RawClient.ConnectAsync(server));
            }

            await Others.AssertServedAsync(server, times: 10);

            // They are all there, and each is answered.
            await Task.WhenAll(clients.Select(client => client.SendAsync("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")));
            Assert.All(await Task.WhenAll(clients.Select(client => client.StatusAsync())), status => Assert.Equal(200, status));
            memory.AssertGrewAtMost(192);
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }

        await Others.AssertServedAsync(server);
    }

    /// <summary>A server whose operator gives it few descriptors keeps some for cells: connections may run out, and programs still run.</summary>
    [Fact]
    public async Task Running_out_of_connections_does_not_stop_who_is_in()
    {
        const int Descriptors = 400;
        await using var server = await ServerFixture.StartAsync(wrapper: ["/usr/bin/prlimit", $"--nofile={Descriptors}"]);
        using var inside = server.NewClient();
        await Others.AssertServedAsync(inside);
        var clients = new List<RawClient>();
        try
        {
            for (var i = 0; i < 2 * Descriptors; i++)
            {
                clients.Add(await RawClient.ConnectAsync(server));
            }

            var statuses = await Task.WhenAll(clients.Select(async client =>
                await client.TrySendAsync("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray(), 1) ? 0 : await client.StatusAsync()));
            Assert.Contains(200, statuses);
            Assert.Contains(0, statuses);
            for (var i = 0; i < 10; i++)
            {
                await Others.AssertServedAsync(inside);
            }
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }

        await Eventually.HoldsAsync(() => IsServed(server), "newcomers are served again");
    }

    private static bool IsServed(ServerFixture server)
    {
        try
        {
            using var client = server.NewClient();
            using var response = client.GetAsync("/health").GetAwaiter().GetResult();
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
