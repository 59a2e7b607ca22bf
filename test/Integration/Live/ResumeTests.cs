using System.Text;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Live;

/// <summary>Programs that outlive a connection to them.</summary>
public sealed class ResumeTests(ServerFixture server) : IClassFixture<LeavesNothing<ServerFixture>>
{
    private const string Echo = "echo begun; while read -r line; do echo \"got $line\"; done; echo over";

    [Fact]
    public async Task A_lost_connection_misses_nothing()
    {
        var (client, id) = await FrameClient.StartAsync(server, "bash", Echo);
        await client.InputAsync("1\n");
        await client.ExpectOutputAsync("begun\ngot 1\n");
        await client.InputAsync("2\n3\n");
        client.Abort();

        // It has had the first seven bytes only.
        var (again, resumed) = await FrameClient.ResumeAsync(server, id, 7);
        Assert.Equal((id, 7, 0), (resumed.Text("id"), resumed.Number("offset"), resumed.Number("lost")));
        Assert.Equal("started", resumed.Text("state"));
        await again.ExpectOutputAsync("ot 1\n");
        if (resumed.Number("stdin") == 2)
        {
            await again.InputAsync("2\n3\n");
        }

        await again.ExpectOutputAsync("got 2\ngot 3\n");
        await again.SendAsync(new { type = "eof" });
        var (output, execution) = await again.FinishAsync();
        Assert.Equal(("over\n", "Ok", id), (output, execution.Text("verdict"), execution.Text("id")));
        await again.DisposeAsync();

        // Who has had all of it needs nothing more.
        await using var late = await FrameClient.ConnectAsync(server);
        await late.SendAsync(new { type = "resume", id, since = 0 });
        await late.ExpectRefusalAsync(404, 1008);
    }

    [Fact]
    public async Task What_ends_meanwhile_is_told_who_comes_back()
    {
        var (client, id) = await FrameClient.StartAsync(server, "bash", "echo begun; sleep 1; echo last words; exit 4");
        await client.ExpectOutputAsync("begun\n");
        client.Abort();
        await Eventually.HoldsAsync(() => Processes.Below(server.WardenId).Count == 0, "the program has ended");

        var (again, _) = await FrameClient.ResumeAsync(server, id, 6);
        await using var __ = again;
        var (output, execution) = await again.FinishAsync();
        Assert.Equal(("last words\n", 4), (output, execution.At("run").Number("exit_code")));
    }

    [Fact]
    public async Task What_is_too_old_is_told_as_lost()
    {
        var (client, id) = await FrameClient.StartAsync(server, "bash", "seq 200000; echo end; read -r line");
        while (client.Offset < 1_288_895 + 4)
        {
            await client.NextAsync();
        }

        client.Abort();
        var (again, resumed) = await FrameClient.ResumeAsync(server, id, 100);
        await using var __ = again;
        var (offset, lost) = (resumed.Number("offset"), resumed.Number("lost"));
        Assert.Equal(offset - 100, lost);
        Assert.InRange(1_288_899 - offset, 200_000, 400_000);
        await again.SendAsync(new { type = "eof" });
        var (output, _) = await again.FinishAsync();
        Assert.Equal(1_288_899 - offset, output.Length);
        Assert.EndsWith("\n200000\nend\n", output);
    }

    [Fact]
    public async Task A_new_connection_takes_over_from_the_old()
    {
        var (client, id) = await FrameClient.StartAsync(server, "bash", Echo);
        await using var _ = client;
        await client.ExpectOutputAsync("begun\n");
        var (again, _) = await FrameClient.ResumeAsync(server, id, client.Offset);
        await using var __ = again;
        Assert.Equal((4001, "another connection has taken over"), await client.ClosedAsync());
        await again.InputAsync("x\n");
        await again.ExpectOutputAsync("got x\n");
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1001)]
    public async Task Who_says_goodbye_ends_the_program(int code)
    {
        var before = await LeakCheck.TakeAsync(server.Keeper.Id, server.ServerId);
        var (client, id) = await FrameClient.StartAsync(server, "bash", "echo begun; sleep 600");
        await using var _ = client;
        await client.ExpectOutputAsync("begun\n");
        await client.LeaveAsync(code);
        await before.AssertNothingLeftAsync(server.ServerId);

        await using var late = await FrameClient.ConnectAsync(server);
        await late.SendAsync(new { type = "resume", id });
        await late.ExpectRefusalAsync(404, 1008);
    }

    [Fact]
    public async Task Who_says_that_he_comes_back_finds_it_running()
    {
        var (client, id) = await FrameClient.StartAsync(server, "bash", Echo);
        await client.ExpectOutputAsync("begun\n");
        await client.LeaveAsync(4000);
        await client.ClosedAsync();
        await client.DisposeAsync();

        var (again, resumed) = await FrameClient.ResumeAsync(server, id, 6);
        await using var __ = again;
        Assert.Equal("started", resumed.Text("state"));
        await again.InputAsync("here\n");
        await again.ExpectOutputAsync("got here\n");
    }

    [Fact]
    public async Task Nobody_has_had_more_output_than_there_was()
    {
        var (client, id) = await FrameClient.StartAsync(server, "bash", Echo);
        await using var _ = client;
        await client.ExpectOutputAsync("begun\n");
        await using var wrong = await FrameClient.ConnectAsync(server);
        await wrong.SendAsync(new { type = "resume", id, since = 7 });
        Assert.Equal("since", (await wrong.ExpectRefusalAsync(400, 1008)).At("errors")[0].Text("field"));
        await client.InputAsync("still\n");
        await client.ExpectOutputAsync("got still\n");
    }

    [Fact]
    public async Task What_a_client_does_wrong_ends_its_connection_with_every_wrong_field_and_the_program_goes_on()
    {
        var (client, id) = await FrameClient.StartAsync(server, "bash", Echo);
        await client.ExpectOutputAsync("begun\n");
        await client.SendAsync(new { type = "signal", signal = "SIGHUP", pid = 1 });
        var problem = await client.ExpectRefusalAsync(400, 1008);
        Assert.Equal(["signal", "pid"], problem.At("errors").EnumerateArray().Select(error => error.Text("field")));
        await client.DisposeAsync();

        var (again, _) = await FrameClient.ResumeAsync(server, id, 6);
        await again.SendTextAsync("{\"type\":\"start\",\"language\":\"bash\",\"code\":\"id\"}");
        await again.ExpectRefusalAsync(400, 1008);
        await again.DisposeAsync();

        (again, _) = await FrameClient.ResumeAsync(server, id, 6);
        await again.InputAsync(new byte[300_000]);
        await again.ExpectRefusalAsync(413, 1009);
        await again.DisposeAsync();

        (again, _) = await FrameClient.ResumeAsync(server, id, 6);
        await using var __ = again;
        await again.InputAsync("well\n");
        await again.ExpectOutputAsync("got well\n");
    }

    [Theory]
    [InlineData("{\"type\":\"start\",\"language\":\"pythn\",\"code\":\"x\",\"args\":[1],\"tests\":[{}],\"lines\":3}", "args[0], tests[0].expected, lines, language, tests")]
    [InlineData("{\"type\":\"eof\"}", "type")]
    [InlineData("nonsense", "frame")]
    [InlineData("{\"type\":\"resume\",\"id\":7}", "id")]
    public async Task Wrong_first_frames_start_nothing_and_every_wrong_field_is_named(string frame, string fields)
    {
        await using var client = await FrameClient.ConnectAsync(server);
        await client.SendTextAsync(frame);
        var problem = await client.ExpectRefusalAsync(400, 1008);
        Assert.Equal(fields, string.Join(", ", problem.At("errors").EnumerateArray().Select(error => error.Text("field"))));
    }

    [Fact]
    public async Task The_first_frame_is_text()
    {
        await using var client = await FrameClient.ConnectAsync(server);
        await client.InputAsync(Encoding.ASCII.GetBytes("input"));
        await client.ExpectRefusalAsync(415, 1003);
    }
}
