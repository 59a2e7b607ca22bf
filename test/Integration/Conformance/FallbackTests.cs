using System.Text.Json;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Conformance;

/// <summary>A server whose Python is not installed, and one that has lost its warden, with a Judge0 server behind them.</summary>
public sealed class FallbackTests(FallbackTests.FallbackServer fixture) : IClassFixture<FallbackTests.FallbackServer>
{
    private const int SIGKILL = 9;
    private const int SIGSTOP = 19;
    private const int SIGCONT = 18;

    public static TheoryData<string> Dialects => [.. Dialect.All.Where(dialect => !dialect.IsInteractive).Select(dialect => dialect.Name)];

    private static Ask Program => new() { Language = "python", Code = "print(input())", Input = "hi" };

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task What_is_not_installed_runs_elsewhere_and_comes_back_in_the_callers_dialect(string dialect)
    {
        fixture.Judge0.Instead = _ => Task.FromResult(false);
        fixture.Judge0.Run = submission => Judge0Stub.Ended(11, stdout: submission.Stdin + "\n", stderr: "bad\n", exitCode: 3);

        var reply = await Dialect.Of(dialect).SendAsync(fixture.Server, Program);

        Assert.Equal(new Outcome("RuntimeError", "hi\n", "bad\n", 3) { Fallback = "judge0" }, reply.Outcome?.Common);
        Assert.Contains(reply.Outcome!.Interleaved, new[] { null, "hi\nbad\n" });
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task While_that_is_down_every_dialect_says_unavailable(string dialect)
    {
        fixture.Judge0.Instead = context => Judge0Stub.AnswerAsync(context, 500, "");

        Assert.Equal(new Refusal(503, ""), (await Dialect.Of(dialect).SendAsync(fixture.Server, Program)).Refusal);
    }

    [Fact]
    public async Task Wrong_requests_and_what_can_run_here_do_not_leave()
    {
        var before = fixture.Judge0.Requests.Count;

        var wrong = await Dialect.Of("native").SendAsync(fixture.Server, Program with { Seconds = 1000 });
        var here = await Dialect.Of("native").SendAsync(fixture.Server, new Ask { Code = "exit 3" });

        Assert.Equal(new Refusal(400, "seconds"), wrong.Refusal);
        Assert.Equal(("RuntimeError", null), (here.Outcome?.Verdict, here.Outcome?.Fallback));
        Assert.Equal(before, fixture.Judge0.Requests.Count);
    }

    [Fact]
    public async Task Test_cases_of_editors_run_there_and_are_judged_here()
    {
        fixture.Judge0.Instead = _ => Task.FromResult(false);
        fixture.Judge0.Run = submission => Judge0Stub.Ended(3, stdout: submission.Stdin);

        var answer = await fixture.Server.PostOkAsync("/api/rooms/1/execute", new
        {
            language = "python",
            code = "print(input())",
            testCases = new[] { new { input = "1", expectedOutput = "1" }, new { input = "2", expectedOutput = "3" } },
        });

        Assert.Equal("judge0", answer.Text("fallback"));
        Assert.Equal([true, false], answer.At("testResults").EnumerateArray().Select(test => test.At("passed").GetBoolean()));
    }

    [Fact]
    public async Task It_is_counted_and_the_program_is_not_logged()
    {
        fixture.Judge0.Instead = _ => Task.FromResult(false);
        fixture.Judge0.Run = _ => Judge0Stub.Ended(3);
        await Dialect.Of("flat").SendAsync(fixture.Server, Program with { Code = "unlikely_text" });

        Assert.Contains("hotcell_executions_fallback_total{language=\"python\",service=\"judge0\",verdict=\"Ok\"}", await fixture.Server.Client.GetStringAsync("/metrics"), StringComparison.Ordinal);
        Assert.DoesNotContain("unlikely_text", fixture.Server.Keeper.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(FallbackServer.Key, fixture.Server.Keeper.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_there_is_no_warden_programs_run_elsewhere()
    {
        fixture.Judge0.Instead = _ => Task.FromResult(false);
        fixture.Judge0.Run = _ => Judge0Stub.Ended(3, stdout: "there\n");
        await using var own = await FallbackServer.StartAsync(fixture.Judge0, fixture.Languages);

        // A keeper that is stopped starts no other warden.
        Child.Signal(own.KeeperId, SIGSTOP);
        try
        {
            Child.Signal(own.WardenId, SIGKILL);
            var there = await own.PostOkAsync("/api/v1/executions", new { language = "perl", code = "print 1" });
            Assert.Equal(("Ok", "there\n", "judge0", 0), (there.Text("verdict"), there.Text("run", "stdout"), there.Text("fallback"), there.At("isolation").GetArrayLength()));
        }
        finally
        {
            Child.Signal(own.KeeperId, SIGCONT);
        }

        // Nobody waits for a warden that has been away for so long.
        await own.Keeper.WaitForLineAsync(line => line.Contains("Connected to warden 2", StringComparison.Ordinal));
        var here = await Dialect.Of("native").SendAsync(own, new Ask { Language = "perl", Code = "print 'here'" });
        Assert.Equal(("here", null), (here.Outcome?.Stdout, here.Outcome?.Fallback));
    }

    /// <summary>The languages of the checkout, but Python needs what no machine has.</summary>
    public sealed class FallbackServer : IAsyncLifetime
    {
        public const string Key = "key-of-the-other-server";

        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hotcell-test-");
        private ServerFixture? _server;

        public Judge0Stub Judge0 { get; } = new() { Key = Key };

        public ServerFixture Server => _server ?? throw new InvalidOperationException("The server has not been started.");

        public string Languages => Path.Combine(_folder.FullName, "languages");

        public static async Task<ServerFixture> StartAsync(Judge0Stub judge0, string languages)
        {
            var server = new ServerFixture
            {
                Wrapper = ["env", $"Fallback__Judge0__Key={Key}"],
                Options = ["--fallback-judge0", judge0.Url.ToString(), "--languages", languages, "--ready-time", "1"],
            };
            await server.InitializeAsync();
            return server;
        }

        public async ValueTask InitializeAsync()
        {
            File.SetUnixFileMode(_folder.FullName, (UnixFileMode)0b111_101_101);
            foreach (var language in new[] { "bash", "perl", "python" })
            {
                var text = await File.ReadAllTextAsync(Path.Combine(Machine.Languages, language, "language.yaml"));
                var copy = Directory.CreateDirectory(Path.Combine(Languages, language));
                await File.WriteAllTextAsync(Path.Combine(copy.FullName, "language.yaml"), text.Replace("requires: [python3]", "requires: [python3, no-machine-has-this]", StringComparison.Ordinal));
            }

            _server = await StartAsync(Judge0, Languages);
        }

        public async ValueTask DisposeAsync()
        {
            if (_server is not null)
            {
                await _server.DisposeAsync();
            }

            await Judge0.DisposeAsync();
            _folder.Delete(recursive: true);
        }
    }
}
