using System.Text.Json;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Api;

/// <summary>Programs that judge the outputs of others.</summary>
public sealed class CheckerTests(ServerFixture server) : IClassFixture<LeavesNothing<ServerFixture>>
{
    private const string Double = "print(2 * int(input()))";

    private const string PythonChecker = """
        import sys
        output, answer = (open(name).read().split() for name in sys.argv[2:4])
        if output == answer:
            sys.exit(0)
        print("expected", *answer, file=sys.stderr)
        sys.exit(1)
        """;

    [Fact]
    public async Task A_checker_program_has_the_word()
    {
        var answer = await server.RunAsync(new
        {
            language = "python",
            code = Double,
            checker = new { kind = "program", language = "python", code = PythonChecker },
            tests = new[] { new { stdin = "1", expected = "2" }, new { stdin = "2", expected = "5" } },
        });

        Assert.Equal(["Accepted", "WrongAnswer"], Json.Verdicts(answer));
        Assert.True(answer.At("tests")[0].IsNull("message"));
        Assert.Equal("expected 5", answer.At("tests")[1].Text("message"));
    }

    [Fact]
    public async Task A_checker_of_another_language_is_compiled_and_gives_parts()
    {
        var answer = await server.RunAsync(new
        {
            language = "bash",
            code = "cat",
            checker = new
            {
                kind = "program",
                language = "c",
                code = "#include <stdio.h>\nint main(int c, char **v) { FILE *f = fopen(v[2], \"r\"); double d; fscanf(f, \"%lf\", &d); fprintf(stderr, \"points %g\", d); return 7; }",
            },
            tests = new[] { new { stdin = "2.5", points = 10 }, new { stdin = "10", points = 10 }, new { stdin = "0", points = 10 } },
        });

        Assert.Equal(["PartiallyCorrect", "Accepted", "WrongAnswer"], Json.Verdicts(answer));
        Assert.Equal((12.5, 30), (answer.Number("score"), answer.Number("max_score")));
    }

    [Theory]
    [InlineData("bash", "exit 3", "failed")]
    [InlineData("bash", "exit 177", "177")]
    [InlineData("bash", "kill -SEGV $$", "Signalled")]
    [InlineData("bash", ":(){ :|:& };: ; wait; exit 1", "checker")]
    [InlineData("bash", "f() { f | f & f; }; f; exit 1", "checker")]
    [InlineData("bash", "while :; do :; done", "TimeLimit")]
    [InlineData("c", "int main(void) { return x; }", "does not compile")]
    public async Task A_checker_that_fails_is_told_as_that(string language, string code, string message)
    {
        var answer = await server.RunAsync(new
        {
            language = "python",
            code = Double,
            checker = new { kind = "program", language, code, limits = new { cpu_time_ms = 1000, wall_time_ms = 5000, processes = 32 } },
            tests = new[] { new { stdin = "1", expected = "2" } },
        });

        // A fork bomb may end as it likes, but the program is right and did nothing.
        var test = answer.At("tests")[0];
        Assert.Equal("Ok", test.Text("run", "verdict"));
        Assert.True(test.Text("verdict") == "JudgeError" || message == "checker", answer.ToString());
        Assert.True(message == "checker" || test.Text("message")!.Contains(message, StringComparison.Ordinal), answer.ToString());
    }

    [Fact]
    public async Task A_program_that_fails_never_meets_its_checker()
    {
        var answer = await server.RunAsync(new
        {
            language = "python",
            code = "print(1)\nraise SystemExit(1)",
            checker = new { kind = "program", language = "bash", code = "exit 0" },
            tests = new[] { new { expected = "1" } },
        });

        Assert.Equal(["RuntimeError"], Json.Verdicts(answer));
    }

    [Fact]
    public async Task A_checker_sees_nothing_of_the_program_but_its_output()
    {
        var answer = await server.RunAsync(new
        {
            language = "bash",
            code = "echo secret > note; echo secret > /tmp/note; echo out",
            checker = new { kind = "program", language = "bash", code = "ls -A /work /tmp | tr '\\n' ' ' >&2; exit 1" },
            tests = new[] { new { stdin = "in", expected = "answer" } },
        });

        Assert.Equal("/tmp: /work: answer.txt input.txt main.sh output.txt", string.Join(' ', answer.At("tests")[0].Text("message")!.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)));
    }
}
