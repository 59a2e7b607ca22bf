using System.Text.Json;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Api;

/// <summary>Programs that talk with an interactor.</summary>
public sealed class InteractorTests(ServerFixture server) : IClassFixture<LeavesNothing<ServerFixture>>
{
    /// <summary>Guess the number in its input: answers each guess with &lt;, &gt; or =, seven times at most.</summary>
    private const string Guessing = """
        import sys
        secret = int(open(sys.argv[1]).read())
        for turn in range(7):
            line = sys.stdin.readline()
            if not line:
                print("the end of the talk", file=sys.stderr)
                sys.exit(2)
            guess = int(line)
            print("=" if guess == secret else "<" if secret < guess else ">", flush=True)
            if guess == secret:
                print("guessed in", turn + 1, file=sys.stderr)
                sys.exit(0)
        print("too many guesses", file=sys.stderr)
        sys.exit(1)
        """;

    private const string Bisection = """
        low, high = 0, 100
        while True:
            middle = (low + high) // 2
            print(middle, flush=True)
            answer = input()
            if answer == "=":
                break
            low, high = (low, middle) if answer == "<" else (middle + 1, high)
        """;

    [Fact]
    public async Task A_program_and_an_interactor_read_what_the_other_writes()
    {
        var answer = await RunAsync("python", Bisection, "50", "0", "99");

        Assert.Equal(["Accepted", "Accepted", "Accepted"], answer.At("tests").EnumerateArray().Select(test => test.Text("verdict")));
        Assert.Equal("guessed in 1", answer.At("tests")[0].Text("message"));
        Assert.Equal("50\n", answer.At("tests")[0].Text("run", "stdout"));
        Assert.Equal((3, 3), (answer.Number("score"), answer.Number("max_score")));
    }

    [Fact]
    public async Task A_wrong_talk_is_a_wrong_answer_however_the_program_takes_it()
    {
        // The interactor leaves after seven guesses; then this program fails at the end of its input.
        var test = (await RunAsync("python", "while True:\n    print(1, flush=True)\n    input()", "50")).At("tests")[0];

        Assert.Equal(("WrongAnswer", "too many guesses", "RuntimeError"), (test.Text("verdict"), test.Text("message"), test.Text("run", "verdict")));
    }

    [Fact]
    public async Task A_program_that_fails_first_has_failed()
    {
        var test = (await RunAsync("python", "print(1, flush=True)\nraise SystemExit(9)", "50")).At("tests")[0];

        Assert.Equal(("RuntimeError", 9), (test.Text("verdict"), test.Number("run", "exit_code")));
    }

    [Fact]
    public async Task A_program_that_leaves_too_soon_has_the_interactors_verdict()
    {
        var test = (await RunAsync("python", "print(1, flush=True)", "50")).At("tests")[0];

        Assert.Equal(("PresentationError", "the end of the talk", "Ok"), (test.Text("verdict"), test.Text("message"), test.Text("run", "verdict")));
    }

    [Fact]
    public async Task Who_waits_for_ever_is_out_of_time()
    {
        var test = (await RunAsync("bash", "cat", "50")).At("tests")[0];

        Assert.Equal("TimeLimit", test.Text("verdict"));
    }

    [Fact]
    public async Task An_interactor_that_fails_is_told_as_that()
    {
        var answer = await server.RunAsync(new
        {
            language = "bash",
            code = "cat",
            checker = new { kind = "interactor", language = "bash", code = "kill -SEGV $$" },
            tests = new[] { new { stdin = "" } },
        });

        Assert.Equal(("JudgeError", "Ok"), (answer.Text("verdict"), answer.At("tests")[0].Text("run", "verdict")));
    }

    [Fact]
    public async Task Neither_can_drown_the_other()
    {
        var answer = await server.RunAsync(new
        {
            language = "bash",
            code = "yes | head -c 3000000; cat >/dev/null",
            checker = new { kind = "interactor", language = "bash", code = "yes | head -c 900000; [ $(wc -c) = 1048576 ] || exit 1" },
            tests = new[] { new { stdin = "" } },
        });

        Assert.Equal("OutputLimit", answer.Text("verdict"));
    }

    private Task<JsonElement> RunAsync(string language, string code, params IEnumerable<string> secrets) => server.RunAsync(new
    {
        language,
        code,
        checker = new { kind = "interactor", language = "python", code = Guessing },
        limits = new { wall_time_ms = 5000 },
        tests = secrets.Select(secret => new { stdin = secret }),
    });
}
