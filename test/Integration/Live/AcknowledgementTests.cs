using Hotcell.Integration.Abuse;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Live;

/// <summary>Clients of a plain WebSocket that tell how much of the output they have taken.</summary>
public sealed class AcknowledgementTests(ServerFixture server) : IClassFixture<LeavesNothing<ServerFixture>>
{
    /// <summary>What may be unacknowledged: 64 KiB, and by one message more.</summary>
    private const int Flight = (64 + 16) * 1024;

    [Fact]
    public async Task A_flood_is_as_fast_as_it_is_acknowledged_and_can_be_killed()
    {
        // Not before it is acknowledged: the first comes unasked.
        var (client, _) = await FrameClient.StartAsync(server, "bash", "read -r; exec yes");
        await using var __ = client;
        await client.SendAsync(new { type = "ack", offset = 0 });
        await client.InputAsync("\n");

        // What comes behind the end of the input is dropped, of which there is an answer.
        await client.SendAsync(new { type = "eof" });
        for (var acknowledged = 0L; acknowledged < 500_000; acknowledged = client.Offset)
        {
            await client.SendAsync(new { type = "ack", offset = acknowledged });
            while (client.Offset - acknowledged < 64 * 1024)
            {
                await client.NextAsync();
            }

            await Task.Delay(100, TestContext.Current.CancellationToken);
            await client.InputAsync("dropped");
            while ((await client.NextAsync()).Frame?.Text("type") != "error")
            {
            }

            Assert.InRange(client.Offset - acknowledged, 64 * 1024, Flight);
        }

        await client.SignalAsync("kill");
        Assert.Equal("Cancelled", (await client.FinishAsync()).Execution.Text("verdict"));
    }

    [Fact]
    public async Task Who_comes_back_has_acknowledged_what_it_has()
    {
        var (client, id) = await FrameClient.StartAsync(server, "bash", "exec yes");
        await client.SendAsync(new { type = "ack", offset = 0 });
        while (client.Offset < 64 * 1024)
        {
            await client.NextAsync();
        }

        client.Abort();
        var (again, _) = await FrameClient.ResumeAsync(server, id, client.Offset);
        await using var __ = again;
        while (again.Offset < 64 * 1024)
        {
            await again.NextAsync();
        }

        await Task.Delay(100, TestContext.Current.CancellationToken);
        await again.SendAsync(new { type = "ack", offset = client.Offset + Flight + 1 });
        await again.ExpectRefusalAsync(400, 1008);
        Assert.InRange(again.Offset, 64 * 1024, Flight);

        var (last, _) = await FrameClient.ResumeAsync(server, id, 0);
        await last.DisposeAsync();
    }

    [Fact]
    public async Task What_a_program_has_left_comes_without_acknowledgements()
    {
        var (client, _) = await FrameClient.StartAsync(server, "bash", "seq 20000; exec sleep 0.1");
        await using var __ = client;
        await client.SendAsync(new { type = "ack", offset = 0 });
        var (output, execution) = await client.FinishAsync();
        Assert.Equal(("Ok", 108_894), (execution.Text("verdict"), output.Length));
    }

    [Fact]
    public async Task A_wrong_offset_is_an_error()
    {
        var (client, _) = await FrameClient.StartAsync(server, "bash", "echo 123; read -r -t 2 line");
        await using var __ = client;
        await client.ExpectOutputAsync("123\n");
        await client.SendAsync(new { type = "ack", offset = 4 });
        await client.SendAsync(new { type = "ack", offset = 3 });
        var problem = await client.ExpectRefusalAsync(400, 1008);
        Assert.Equal("offset", problem.At("errors")[0].Text("field"));
    }
}
