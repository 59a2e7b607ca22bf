using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Live;

/// <summary>Who listens to a room sees its executions as they happen.</summary>
public sealed class RoomTests(ServerFixture server) : IClassFixture<LeavesNothing<ServerFixture>>
{
    [Fact]
    public async Task Members_see_what_the_rooms_endpoint_runs()
    {
        await using var member = await JoinAsync("lesson");
        await using var other = await JoinAsync("elsewhere");
        var answer = await server.PostOkAsync("/api/rooms/lesson/execute", new { language = "bash", code = "echo out; echo err >&2; exit 3" });

        var start = await member.ExpectAsync("execution-start");
        Assert.Equal((answer.Text("executionId"), "lesson"), (start.Text("executionId"), start.Text("roomId")));
        var (output, complete) = await member.FinishAsync();
        Assert.Equal("out\nerr\n".Length, output.Length);
        Assert.Equal((answer.Text("executionId"), "lesson", "error"), (complete.Text("executionId"), complete.Text("roomId"), complete.Text("status")));

        await other.ExecuteAsync(new { language = "bash", code = "echo only this" });
        await other.ExpectOutputAsync("only this\n");
    }

    [Fact]
    public async Task Members_see_an_interactive_program_and_cannot_touch_it()
    {
        await using var teacher = await JoinAsync("game");
        await using var pupil = await JoinAsync("game");
        var id = await teacher.ExecuteAsync(new { language = "bash", code = "read -r x; echo \"got $x\"", roomId = "game" });
        Assert.Equal(id, (await pupil.ExpectAsync("execution-start")).Text("executionId"));
        await pupil.InputAsync(id, "cheat\n");
        await pupil.ExpectAsync("error");
        await teacher.InputAsync(id, "7\n");
        await teacher.ExpectOutputAsync("got 7\n");
        await teacher.ExpectAsync("execution-complete");
        await pupil.ExpectOutputAsync("got 7\n");
        Assert.Equal("game", (await pupil.ExpectAsync("execution-complete")).Text("roomId"));
    }

    [Fact]
    public async Task Members_are_told_of_a_program_that_nobody_waits_for_any_more()
    {
        await using var member = await JoinAsync("left");
        await using (var owner = await LiveClient.ConnectAsync(server))
        {
            await owner.ExecuteAsync(new { language = "bash", code = "echo begun; sleep 600", roomId = "left" });
            await member.ExpectAsync("execution-start");
            await member.ExpectOutputAsync("begun\n");
        }

        Assert.Equal("cancelled", (await member.ExpectAsync("execution-complete")).Text("status"));
    }

    private async Task<LiveClient> JoinAsync(string roomId)
    {
        var client = await LiveClient.ConnectAsync(server);
        await client.SendAsync($"427[\"join\",{{\"roomId\":\"{roomId}\"}}]");
        Assert.Equal("437[]", await client.ReceiveAsync());
        return client;
    }
}
