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

    [Theory]
    [InlineData("read x; echo $x; echo hm >&2", "1", "success", 0)]
    [InlineData("read x; echo $x; echo hm >&2", "7", "success", 0)]
    [InlineData("read x; echo $x; echo hm >&2; exit 3", "1", "error", 3)]
    [InlineData("read x; echo $x; echo hm >&2; kill -SEGV $$", "1", "error", 139)]
    public async Task Members_see_the_first_of_the_tests_that_were_sent_alone(string code, string expectedOutput, string status, int exitCode)
    {
        await using var member = await JoinAsync("exam");
        var answer = await server.PostOkAsync("/api/rooms/exam/execute", new
        {
            language = "bash",
            code,
            testCases = new[] { new { input = "1", expectedOutput }, new { input = "2", expectedOutput = "2" } },
        });

        await member.ExpectAsync("execution-start");
        var (output, complete) = await member.FinishAsync();
        Assert.Equal(("1\nhm\n".Length, status, exitCode), (output.Length, complete.Text("status"), complete.At("exitCode").GetInt32()));
        foreach (var field in (string[])["executionId", "status", "verdict"])
        {
            Assert.Equal(answer.Text(field), complete.Text(field));
        }
    }

    [Fact]
    public async Task Members_see_what_a_compiler_says_of_a_program_with_tests()
    {
        await using var member = await JoinAsync("lab");
        await server.PostOkAsync("/api/rooms/lab/execute", new { language = "c", code = "int main(", testCases = new[] { new { input = "", expectedOutput = "" } } });
        await member.ExpectAsync("execution-start");
        var (output, complete) = await member.FinishAsync();
        Assert.Contains("main.c:1", output);
        Assert.Equal(("CompileError", output), (complete.Text("verdict"), complete.Text("error")));
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

    [Fact]
    public async Task Leaving_and_stopping_are_acknowledged()
    {
        await using var client = await JoinAsync("short");
        await client.SendAsync("428[\"leave\",{\"roomId\":\"short\"}]");
        Assert.Equal("438[{\"roomId\":\"short\"}]", await client.ReceiveAsync());

        var id = await client.ExecuteAsync(new { language = "bash", code = "sleep 600" });
        await client.SendAsync($"429[\"stop\",{{\"executionId\":\"{id}\"}}]");
        Assert.Equal($"439[{{\"executionId\":\"{id}\"}}]", await client.ReceiveAsync());
        Assert.Equal("cancelled", (await client.ExpectAsync("execution-complete")).Text("status"));
    }

    private async Task<LiveClient> JoinAsync(string roomId)
    {
        var client = await LiveClient.ConnectAsync(server);
        await client.SendAsync($"427[\"join\",{{\"roomId\":\"{roomId}\"}}]");
        Assert.Equal("437[]", await client.ReceiveAsync());
        return client;
    }
}
