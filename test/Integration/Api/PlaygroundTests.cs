using System.Globalization;
using System.Net;
using System.Text.Json;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Api;

/// <summary><c>POST /api/execute</c> and <c>GET /api/languages</c>.</summary>
public sealed class PlaygroundTests(ServerFixture server) : IClassFixture<LeavesNothing<ServerFixture>>
{
    private const string Path = "/api/execute";

    [Fact]
    public async Task Every_field_is_there()
    {
        var before = TimeProvider.System.GetUtcNow().AddSeconds(-1);
        var answer = await server.PostOkAsync(Path, new { language = "py", code = "import sys; print(input()); print('w', file=sys.stderr)", input = "hi", timeout = 20_000, theme = "dark" });

        Assert.True(answer.At("success").GetBoolean());
        Assert.Equal(
            ("python", "hi\n", null, "hi\n", "w\n", "Ok"),
            (answer.Text("language"), answer.Text("output"), answer.Text("error"), answer.Text("stdout"), answer.Text("stderr"), answer.Text("verdict")));
        Assert.Equal(0, answer.At("exitCode").GetInt32());
        Assert.InRange(answer.At("executionTime").GetInt64(), 0, 20_000);
        Assert.InRange(answer.At("memoryUsed").GetInt64(), 1, 1 << 30);
        Assert.EndsWith("Z", answer.Text("timestamp"), StringComparison.Ordinal);
        Assert.InRange(DateTimeOffset.Parse(answer.Text("timestamp")!, CultureInfo.InvariantCulture), before, TimeProvider.System.GetUtcNow().AddSeconds(1));
    }

    [Theory]
    [InlineData("python", "1 / 0", "ZeroDivisionError", 1)]
    [InlineData("c", "int main(void) { return x; }", "main.c:1", 1)]
    [InlineData("bash", "exit 3", "Exit code 3", 3)]
    [InlineData("bash", "kill -SEGV $$", "SIGSEGV", 139)]
    public async Task A_failure_says_what_went_wrong(string language, string code, string error, int exitCode)
    {
        var answer = await server.PostOkAsync(Path, new { language, code });

        Assert.False(answer.At("success").GetBoolean());
        Assert.Contains(error, answer.Text("error"), StringComparison.Ordinal);
        Assert.Equal(exitCode, answer.At("exitCode").GetInt32());
    }

    [Fact]
    public async Task A_timeout_is_in_milliseconds()
    {
        var answer = await server.PostOkAsync(Path, new { language = "bash", code = "echo first; while :; do :; done", timeout = 300 });

        Assert.Equal(("Time limit exceeded", "first\n", 124), (answer.Text("error"), answer.Text("output"), answer.At("exitCode").GetInt32()));
    }

    [Fact]
    public async Task Every_wrong_field_is_named_in_the_dialects_own_shape()
    {
        using var response = await server.PostAsync(Path, new { language = "pythn", code = 5, timeout = -1 });
        var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;

        Assert.Equal((HttpStatusCode.BadRequest, "application/json"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        Assert.False(answer.At("success").GetBoolean());
        Assert.Equal(("The request is not valid", "3 fields are wrong."), (answer.Text("error"), answer.Text("message")));
        Assert.Equal(["code", "language", "timeout"], answer.At("details").EnumerateArray().Select(error => error.Text("field")!).Order());
        Assert.NotNull(answer.Text("timestamp"));
    }

    [Fact]
    public async Task A_body_that_is_no_json_is_an_error_of_the_same_shape()
    {
        using var response = await server.Client.PostAsync(Path, new StringContent("{", System.Text.Encoding.UTF8, "application/json"));
        var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;

        Assert.Equal((HttpStatusCode.BadRequest, "body"), (response.StatusCode, answer.At("details")[0].Text("field")));
    }

    [Fact]
    public async Task Languages_are_those_that_can_run()
    {
        var answer = JsonDocument.Parse(await server.Client.GetStringAsync("/api/languages")).RootElement;

        var python = answer.At("languages").EnumerateArray().Single(language => language.Text("id") == "python");
        Assert.Equal("Python", python.Text("name"));
        Assert.Contains("Python 3", python.Text("version"), StringComparison.Ordinal);
        Assert.Contains("py", python.At("aliases").EnumerateArray().Select(alias => alias.GetString()));
    }

    [Fact]
    public async Task Health_has_its_own_path_too()
    {
        var answer = JsonDocument.Parse(await server.Client.GetStringAsync("/api/health")).RootElement;

        Assert.Equal("healthy", answer.Text("status"));
    }
}
