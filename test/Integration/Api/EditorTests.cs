using System.Net;
using System.Text.Json;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Api;

/// <summary><c>POST /execute</c> and <c>GET /languages</c>.</summary>
public sealed class EditorTests(ServerFixture server) : IClassFixture<LeavesNothing<ServerFixture>>
{
    private const string Path = "/execute";
    private const string Double = "print(2 * int(input()))";

    [Fact]
    public async Task Every_field_is_there()
    {
        var answer = await server.PostOkAsync(Path, new { language = "python", code = Double, input = "21" });

        Assert.True(Guid.TryParse(answer.Text("executionId"), out _));
        Assert.Equal(
            ("success", "42\n", "42\n", "", null, "python"),
            (answer.Text("status"), answer.Text("output"), answer.Text("stdout"), answer.Text("stderr"), answer.Text("error"), answer.Text("language")));
        Assert.True(answer.At("success").GetBoolean());
        Assert.Equal(0, answer.At("exitCode").GetInt32());
        Assert.InRange(answer.At("executionTime").GetInt64(), 0, 60_000);
        Assert.False(answer.TryGetProperty("testResults", out _));
    }

    [Fact]
    public async Task A_room_executes_the_same()
    {
        var answer = await server.PostOkAsync("/api/rooms/room-1/execute", new { language = "python", code = Double, input = "21", testCases = new[] { new { input = "1", expectedOutput = "2" } } });

        Assert.Equal(("success", "42\n"), (answer.Text("status"), answer.Text("output")));
        Assert.True(answer.At("testResults")[0].At("passed").GetBoolean());
    }

    [Fact]
    public async Task Tests_are_judged_one_by_one()
    {
        var answer = await server.PostOkAsync(Path, new
        {
            language = "python",
            code = Double,
            testCases = new[]
            {
                new { input = "1", expectedOutput = "2" },
                new { input = "2\n", expectedOutput = "5\n" },
                new { input = "x", expectedOutput = "" },
            },
        });

        var tests = answer.At("testResults").EnumerateArray().ToList();
        Assert.Equal(
            [("1", "2", "2\n", true, "success"), ("2\n", "5\n", "4\n", false, "success"), ("x", "", "", false, "error")],
            tests.Select(test => (test.Text("input"), test.Text("expectedOutput"), test.Text("actualOutput"), test.At("passed").GetBoolean(), test.Text("status"))));
        Assert.Contains("ValueError", tests[2].Text("error"), StringComparison.Ordinal);

        // Without an input of its own, the run is that of the first test.
        Assert.Equal(("success", "2\n"), (answer.Text("status"), answer.Text("output")));
    }

    [Fact]
    public async Task A_program_that_does_not_compile_fails_every_test()
    {
        var answer = await server.PostOkAsync(Path, new
        {
            language = "c",
            code = "int main(void) { return x; }",
            testCases = new[] { new { input = "", expectedOutput = "" }, new { input = "", expectedOutput = "" } },
        });

        Assert.Equal(("error", "CompileError"), (answer.Text("status"), answer.Text("verdict")));
        Assert.Equal([false, false], answer.At("testResults").EnumerateArray().Select(test => test.At("passed").GetBoolean()));
    }

    [Fact]
    public async Task A_failure_is_a_status()
    {
        var answer = await server.PostOkAsync(Path, new { language = "bash", code = "exit 1" });

        Assert.Equal(("error", false, 1), (answer.Text("status"), answer.At("success").GetBoolean(), answer.At("exitCode").GetInt32()));
    }

    [Fact]
    public async Task A_time_limit_is_a_status_of_its_own()
    {
        var answer = await server.PostOkAsync(Path, new { language = "bash", code = "while :; do :; done" });

        Assert.Equal(("timeout", "Time limit exceeded"), (answer.Text("status"), answer.Text("error")?.Replace("CPU time", "Time", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Every_wrong_field_is_named_in_the_dialects_own_shape()
    {
        using var response = await server.PostAsync(Path, new { language = "pythn", code = "", testCases = new object[] { new { input = 5 }, "x" } });
        var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(("error", false), (answer.Text("status"), answer.At("success").GetBoolean()));
        Assert.Equal(
            ["language", "testCases[0].expectedOutput", "testCases[0].input", "testCases[1]"],
            answer.At("details").EnumerateArray().Select(error => error.Text("field")!).Where(field => field != "code").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Languages_are_those_that_can_run()
    {
        var answer = JsonDocument.Parse(await server.Client.GetStringAsync("/languages")).RootElement;

        Assert.Contains("python", answer.At("languages").EnumerateArray().Select(language => language.Text("id")));
    }
}
