using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Api;

public sealed class ExecuteTests(ServerFixture server) : IClassFixture<LeavesNothing<ServerFixture>>
{
    private const string Path = "/api/v1/execute";

    [Fact]
    public async Task Flat_form_answers_flat()
    {
        var answer = await server.PostOkAsync(Path, new { language = "python", code = "print(input())", input = "hi\n", timeout_seconds = 5, memory_limit_mb = 128, cpu_limit = 0.5 });
        Assert.Equal("hi\n", answer.Text("stdout"));
        Assert.Equal("", answer.Text("stderr"));
        Assert.Equal(0, answer.Number("exit_code"));
        Assert.False(answer.At("timeout").GetBoolean());
        Assert.False(answer.At("memory_exceeded").GetBoolean());
        Assert.InRange(answer.Number("execution_time_ms"), 1, 5000);
        Assert.InRange(answer.Number("memory_used_mb"), 0.1, 128);
    }

    [Fact]
    public async Task Timeout_is_told()
    {
        var answer = await server.PostOkAsync(Path, new { language = "bash", code = "echo first; while :; do :; done", timeout_seconds = 0.5 });
        Assert.True(answer.At("timeout").GetBoolean());
        Assert.Equal(124, answer.Number("exit_code"));
        Assert.Equal("first\n", answer.Text("stdout"));
    }

    [Fact]
    public async Task Memory_is_told()
    {
        var answer = await server.PostOkAsync(Path, new { language = "python", code = "x = bytearray(1 << 30)", memory_limit_mb = 64 });
        Assert.True(answer.At("memory_exceeded").GetBoolean());
        Assert.Equal(137, answer.Number("exit_code"));
    }

    [Fact]
    public async Task Compile_error_is_in_stderr()
    {
        var answer = await server.PostOkAsync(Path, new { language = "cpp", code = "int main() { return y; }" });
        Assert.Contains("main.cpp:1", answer.Text("stderr"));
        Assert.Equal("", answer.Text("stdout"));
        Assert.Equal(1, answer.Number("exit_code"));
    }

    [Fact]
    public async Task Signal_is_a_shells_exit_code()
    {
        var answer = await server.PostOkAsync(Path, new { language = "bash", code = "kill -TERM $$" });
        Assert.Equal(128 + 15, answer.Number("exit_code"));
    }
}
