using System.Net;
using System.Net.Http.Json;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Serving;

public sealed class BusyTests(ServerFixture server) : IClassFixture<LeavesNothing<ServerFixture>>
{
    [Fact]
    public async Task Full_queue_says_when_to_come_back()
    {
        var before = await LeakCheck.TakeAsync(server.Keeper.Id, server.ServerId);
        var places = System.Text.Json.JsonDocument.Parse(await server.Client.GetStringAsync("/health")).RootElement.At("queue");
        var clients = (int)(places.Number("max_running") + places.Number("max_waiting")) + 5;
        using var enough = new CancellationTokenSource();
        using (var client = server.NewClient())
        {
            var requests = Enumerable.Range(0, clients)
                .Select(_ => client.PostAsync("/api/v1/executions", JsonContent.Create(new { language = "bash", code = "sleep 60", limits = new { wall_time_ms = 60_000 } }), enough.Token))
                .ToList();
            using var first = await await Task.WhenAny(requests);
            Assert.Equal(HttpStatusCode.TooManyRequests, first.StatusCode);
            Assert.NotNull(first.Headers.RetryAfter?.Delta);
            await enough.CancelAsync();
            await Task.WhenAll(requests).ContinueWith(_ => { }, TaskScheduler.Default);
        }

        await before.AssertNothingLeftAsync(server.ServerId);
    }
}
