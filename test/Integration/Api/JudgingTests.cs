using System.Text.Json;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Api;

/// <summary>Tests of <c>POST /api/v1/executions</c>, and who judges them.</summary>
public sealed class JudgingTests(ServerFixture server) : IClassFixture<LeavesNothing<ServerFixture>>
{
    private const string Double = "print(2 * int(input()))";

    [Fact]
    public async Task Each_test_has_verdict_points_time_and_memory()
    {
        var answer = await server.RunAsync(new
        {
            language = "python",
            code = Double,
            tests = new object[]
            {
                new { stdin = "1", expected = "2", points = 10 },
                new { stdin = "2", expected = "5", points = 20 },
                new { stdin = "x", expected = "0", points = 30.5 },
                new { stdin = Convert.ToBase64String("21\n"u8), stdin_encoding = "base64", expected = Convert.ToBase64String("42"u8), expected_encoding = "base64" },
            },
        });

        Assert.Equal("WrongAnswer", answer.Text("verdict"));
        Assert.Equal((11, 61.5), (answer.Number("score"), answer.Number("max_score")));
        Assert.True(answer.IsNull("run"));
        var tests = answer.At("tests").EnumerateArray().ToList();
        Assert.Equal(
            [("Accepted", 10, 10, "2\n"), ("WrongAnswer", 0, 20, "4\n"), ("RuntimeError", 0, 30.5, ""), ("Accepted", 1, 1, "42\n")],
            tests.Select(test => (test.Text("verdict")!, test.Number("points"), test.Number("max_points"), test.Text("run", "stdout")!)));
        Assert.Contains("ValueError", tests[2].Text("run", "stderr"), StringComparison.Ordinal);
        Assert.All(tests, test => Assert.InRange(test.Number("run", "wall_time_ms"), 0.1, 10_000));
        Assert.All(tests, test => Assert.InRange(test.Number("run", "cpu_time_ms"), 0.1, 10_000));
        Assert.All(tests, test => Assert.InRange(test.Number("run", "peak_memory_bytes"), 100_000, 256 << 20));
    }

    [Fact]
    public async Task Without_tests_nothing_is_judged()
    {
        var answer = await server.RunAsync(new { language = "python", code = "print(1)", tests = Array.Empty<object>() });

        Assert.Equal("Ok", answer.Text("verdict"));
        Assert.False(answer.TryGetProperty("tests", out _));
        Assert.False(answer.TryGetProperty("score", out _));
    }

    [Theory]
    [InlineData("\"exact\"", "1 \n", "PresentationError")]
    [InlineData("\"lines\"", "1 \n\n", "Accepted")]
    [InlineData("\"tokens\"", "\n 1\n", "Accepted")]
    [InlineData("\"unordered\"", "1\n", "Accepted")]
    [InlineData("\"floats\"", "1.0000001\n", "Accepted")]
    [InlineData("{\"kind\": \"floats\", \"absolute\": 0.5}", "1.4", "Accepted")]
    [InlineData("{\"kind\": \"floats\", \"relative\": 0.01}", "1.4", "WrongAnswer")]
    public async Task Output_is_compared_as_asked(string checker, string output, string verdict)
    {
        var answer = await server.RunAsync(new
        {
            language = "bash",
            code = $"printf '{output.Replace("\n", "\\n", StringComparison.Ordinal)}'",
            checker = JsonDocument.Parse(checker).RootElement,
            tests = new[] { new { expected = "1" } },
        });

        Assert.Equal(verdict, answer.Text("verdict"));
    }

    [Fact]
    public async Task A_test_may_have_a_checker_and_limits_of_its_own()
    {
        var answer = await server.RunAsync(new
        {
            language = "bash",
            code = "read wait; sleep $wait; echo 'a  b'",
            checker = "exact",
            limits = new { wall_time_ms = 60_000 },
            tests = new object[]
            {
                new { stdin = "0", expected = "a b\n" },
                new { stdin = "0", expected = "a b\n", checker = "tokens" },
                new { stdin = "50", expected = "a b\n", limits = new { wall_time_ms = 500 } },
            },
        });

        Assert.Equal(["PresentationError", "Accepted", "TimeLimit"], Json.Verdicts(answer));
        Assert.Equal("PresentationError", answer.Text("verdict"));
    }

    [Fact]
    public async Task The_first_failure_stops_the_rest_when_asked()
    {
        object[] tests = [.. new[] { "2", "4", "7", "8", "10" }.Select((expected, i) => new { stdin = $"{i + 1}", expected })];
        var answer = await server.RunAsync(new { language = "python", code = Double, stop_on_failure = true, tests });

        Assert.Equal(["Accepted", "Accepted", "WrongAnswer", "Skipped", "Skipped"], Json.Verdicts(answer));
        Assert.True(answer.At("tests")[4].IsNull("run"));
        Assert.Equal((2, 5), (answer.Number("score"), answer.Number("max_score")));
    }

    [Fact]
    public async Task A_program_is_compiled_once_for_all_tests()
    {
        // The server of this class keeps no compilations.
        var answer = await server.RunAsync(new
        {
            language = "c",
            code = "#include <stdio.h>\nint main(void) { int n; scanf(\"%d\", &n); printf(\"%s %d\\n\", __TIME__, n); }",
            tests = Enumerable.Range(0, 20).Select(i => new { stdin = $"{i}", expected = $"{i}" }),
        });

        Assert.Equal("Ok", answer.Text("compile", "verdict"));
        Assert.Equal(20, answer.At("tests").GetArrayLength());
        Assert.Single(answer.At("tests").EnumerateArray().Select(test => test.Text("run", "stdout")!.Split(' ')[0]).Distinct());
    }

    [Fact]
    public async Task What_does_not_compile_is_not_judged()
    {
        var answer = await server.RunAsync(new { language = "c", code = "int main(void) { return x; }", tests = new[] { new { expected = "" } } });

        Assert.Equal("CompileError", answer.Text("verdict"));
        Assert.True(answer.IsNull("run"));
        Assert.False(answer.TryGetProperty("tests", out _));
    }
}
