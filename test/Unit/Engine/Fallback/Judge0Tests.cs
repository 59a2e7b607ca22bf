using System.Net;
using Hotcell.Engine;
using Hotcell.Engine.Executions;
using Hotcell.Engine.Fallback;
using Hotcell.Engine.Judging;
using Hotcell.Engine.Languages;
using Hotcell.Kit;
using static Hotcell.Unit.Engine.Fallback.FallbackCase;

namespace Hotcell.Unit.Engine.Fallback;

/// <summary>What a Judge0 server may answer, over real HTTP.</summary>
public sealed class Judge0Tests
{
    /// <summary>Far above anything that these tests wait for.</summary>
    private static readonly TimeSpan s_short = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData(3, null, null, 0.1, 9000, Verdict.Ok, 0, null)]
    [InlineData(4, null, null, 0.1, 9000, Verdict.Ok, 0, null)]
    [InlineData(5, null, null, 10.1, 9000, Verdict.CpuTimeLimit, null, null)]
    [InlineData(5, null, null, 0.1, 9000, Verdict.TimeLimit, null, null)]
    [InlineData(7, null, 11, 0.1, 9000, Verdict.Signalled, null, "SIGSEGV")]
    [InlineData(8, null, 25, 0.1, 9000, Verdict.Signalled, null, "SIGXFSZ")]
    [InlineData(9, null, 8, 0.1, 9000, Verdict.Signalled, null, "SIGFPE")]
    [InlineData(10, null, 6, 0.1, 9000, Verdict.Signalled, null, "SIGABRT")]
    [InlineData(11, 42, null, 0.1, 9000, Verdict.RuntimeError, 42, null)]
    [InlineData(11, null, null, 0.1, 9000, Verdict.RuntimeError, 1, null)]
    [InlineData(11, null, 9, 0.1, 255_000, Verdict.MemoryLimit, null, null)]
    [InlineData(12, null, 9, 0.1, 9000, Verdict.Signalled, null, "SIGKILL")]
    [InlineData(12, null, 15, 0.1, 9000, Verdict.Signalled, null, "SIGTERM")]
    [InlineData(14, null, null, 0, 0, Verdict.RuntimeError, 126, null)]
    public async Task Every_status_has_its_verdict(int status, int? exitCode, int? exitSignal, double time, double memory, Verdict verdict, int? code, string? signal)
    {
        await using var fallback = new FallbackCase();
        fallback.Judge0.Run = _ => Judge0Stub.Ended(status, "out", "err", exitCode: exitCode, exitSignal: exitSignal, time: time, memory: memory);

        var result = await fallback.RunAsync();

        Assert.Equal((verdict, verdict, code, signal), (result.Verdict, result.Run!.Verdict, result.Run.ExitCode, result.Run.Signal));
        Assert.Equal(("out", "err", "outerr"), (Text(result.Run.Stdout), Text(result.Run.Stderr), Text(result.Run.Interleaved)));
    }

    [Theory]
    [InlineData(13)]
    [InlineData(0)]
    [InlineData(99)]
    public async Task What_says_nothing_about_the_program_is_no_verdict(int status)
    {
        await using var fallback = new FallbackCase();
        fallback.Judge0.Run = _ => Judge0Stub.Ended(status);

        AssertUnavailable("failed itself", await fallback.RejectAsync());
    }

    [Fact]
    public async Task A_submission_is_asked_for_until_it_is_done()
    {
        await using var fallback = new FallbackCase();
        fallback.Judge0.Polls = 2;

        await fallback.RunAsync();

        Assert.Equal(5, fallback.Judge0.Requests.Count(request => request.StartsWith("GET /submissions/", StringComparison.Ordinal)));
        Assert.Contains("POST /submissions?base64_encoded=true&wait=false", fallback.Judge0.Requests);
    }

    [Fact]
    public async Task Languages_and_limits_are_asked_for_once()
    {
        await using var fallback = new FallbackCase();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => fallback.RunAsync()));

        Assert.Single(fallback.Judge0.Requests, "GET /languages");
        Assert.Single(fallback.Judge0.Requests, "GET /config_info");
    }

    [Fact]
    public async Task Outputs_are_bytes()
    {
        await using var fallback = new FallbackCase();
        var all = new string([.. Enumerable.Range(0, 256).Select(unit => (char)unit)]);
        fallback.Judge0.Run = _ => Judge0Stub.Ended(3, stdout: all);

        Assert.Equal(all, Text((await fallback.RunAsync()).Run!.Stdout));
    }

    [Fact]
    public async Task More_output_than_is_allowed_here_is_the_output_limit()
    {
        await using var fallback = new FallbackCase();
        fallback.Judge0.Run = _ => Judge0Stub.Ended(3, stdout: new string('x', 3000), stderr: "err");

        var result = await fallback.RunAsync(Request() with { Limits = new RequestedLimits { Output = ByteSize.FromKibibytes(2) } });

        Assert.Equal((Verdict.OutputLimit, 2048, "err"), (result.Verdict, result.Run!.Stdout.Length, Text(result.Run.Stderr)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Limits_are_ours_and_no_more_than_theirs(bool told)
    {
        await using var fallback = new FallbackCase(new Judge0Stub { Limits = told ? new() { ["max_wall_time_limit"] = 3, ["max_memory_limit"] = 64_000 } : null });

        await fallback.RunAsync(Request() with { Limits = new RequestedLimits { WallTime = TimeSpan.FromSeconds(60), Memory = ByteSize.FromMebibytes(1024), CpuTime = TimeSpan.FromSeconds(2) } });

        var submission = Assert.Single(fallback.Judge0.Submissions);
        Assert.Equal(
            (told ? 3 : 20, told ? 64_000 : 256_000, 2, 10),
            (submission.Number("wall_time_limit"), submission.Number("memory_limit"), submission.Number("cpu_time_limit"), submission.Number("max_processes_and_or_threads")));
    }

    [Theory]
    [InlineData("Python", 71)]
    [InlineData("C", 50)]
    [InlineData("C++", 54)]
    [InlineData("C#", 51)]
    [InlineData("SQL (SQLite)", 82)]
    [InlineData("Assembly (NASM x86-64)", 45)]
    [InlineData("Per", null)]
    [InlineData("Klingon", null)]
    public async Task Languages_are_found_by_name_and_the_newest_is_taken(string name, int? id)
    {
        await using var stub = new Judge0Stub();
        var theirs = stub.Languages.Select(language => new Judge0Language(language.Id, language.Name)).Append(new Judge0Language(1, null));

        Assert.Equal(id, Judge0Languages.Find(theirs, TestLanguages.Python with { Name = name })?.Id);
    }

    public static TheoryData<int, string, string> WrongAnswers => new()
    {
        { 401, "", "did not accept our key (401)" },
        { 403, "", "did not accept our key (403)" },
        { 422, """{"language_id":["can't be blank"]}""", "did not accept the program (422)" },
        { 400, """{"error":"wait not allowed"}""", "did not accept the program (400)" },
        { 503, """{"error":"queue is full"}""", "is busy (503)" },
        { 429, "", "is busy (429)" },
        { 500, "", "answered with 500" },
        { 302, "", "answered with 302" },
        { 404, "", "answered with 404" },
        { 201, "<html>", "answered with what is no answer of Judge0" },
        { 201, "", "answered with what is no answer of Judge0" },
        { 201, "null", "answered with nothing" },
        { 201, "{}", "gave the program no token" },
    };

    [Theory]
    [MemberData(nameof(WrongAnswers))]
    public async Task A_submission_that_is_not_taken_is_a_clear_refusal(int status, string body, string reason)
    {
        await using var fallback = new FallbackCase();
        fallback.Judge0.Instead = async context => context.Request.HttpMethod == "POST" && await Judge0Stub.AnswerAsync(context, status, body);

        AssertUnavailable(reason, await fallback.RejectAsync());
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_the_key_goes_nowhere_else()
    {
        await using var other = new Judge0Stub();
        await using var fallback = new FallbackCase(new Judge0Stub { Key = "secret" });
        Assert.Equal("judge0", (await fallback.RunAsync()).Fallback);
        fallback.Judge0.Instead = async context =>
        {
            context.Response.RedirectLocation = other.Url.ToString();
            return await Judge0Stub.AnswerAsync(context, 302, "");
        };

        AssertUnavailable("answered with 302", await fallback.RejectAsync());
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task A_server_that_nobody_is_behind_did_not_answer()
    {
        await using var fallback = new FallbackCase(with: options => options with { Url = new Uri("http://127.0.0.1:9/") });

        AssertUnavailable("did not answer", await fallback.RejectAsync());
    }

    [Fact]
    public async Task A_server_that_is_too_slow_did_not_answer_in_time()
    {
        var never = new TaskCompletionSource<bool>();
        await using var fallback = new FallbackCase(new Judge0Stub { Instead = _ => never.Task }, options => options with { RequestTime = s_short });

        AssertUnavailable("did not answer in time", await fallback.RejectAsync());
        never.SetResult(true);
    }

    [Fact]
    public async Task A_submission_that_is_never_done_is_given_up()
    {
        await using var fallback = new FallbackCase(new Judge0Stub { Polls = int.MaxValue / 4 }, options => options with { Patience = s_short });

        AssertUnavailable("did not finish in time", await fallback.RejectAsync(Request() with { Limits = new RequestedLimits { WallTime = TimeSpan.FromSeconds(1) } }));
    }

    [Fact]
    public async Task An_answer_without_an_end_is_cut()
    {
        await using var fallback = new FallbackCase();
        fallback.Judge0.Run = _ => new { status = new { id = 3 }, stdout = new string('A', 25 << 20) };

        AssertUnavailable("answered with too much", await fallback.RejectAsync());
    }

    [Fact]
    public async Task Two_polls_that_fail_do_no_harm()
    {
        await using var fallback = new FallbackCase();
        var polls = 0;
        fallback.Judge0.Instead = async context =>
            context.Request.HttpMethod == "GET" && context.Request.RawUrl!.StartsWith("/submissions/", StringComparison.Ordinal) && ++polls <= 2 && await Judge0Stub.AnswerAsync(context, 502, "");

        Assert.Equal("judge0", (await fallback.RunAsync()).Fallback);
    }

    public static TheoryData<string, string> TooMuch => new()
    {
        { "files", "takes programs of one file" },
        { "args", "takes no arguments and no environment" },
        { "env", "takes no arguments and no environment" },
        { "output files", "gives no files back" },
        { "checker", "takes no checker programs" },
        { "language", "does not have Java" },
    };

    [Theory]
    [MemberData(nameof(TooMuch))]
    public async Task What_it_cannot_do_is_told_in_the_first_words(string what, string reason)
    {
        var request = what switch
        {
            "files" => Request() with { Files = [new SourceFile(null, default), new SourceFile("a.txt", default)] },
            "args" => Request() with { Args = ["one"] },
            "env" => Request() with { Env = new Dictionary<string, string> { ["A"] = "1" } },
            "output files" => Request() with { OutputFiles = ["*"] },
            "checker" => Request() with { Tests = [new TestCase(default, default)], Checker = new Checker.Program(Request()) },
            _ => Request("java"),
        };
        await using var fallback = new FallbackCase();
        AssertUnavailable(reason, await fallback.RejectAsync(request));

        // What is not installed here stays the caller's mistake.
        fallback.Rejection = NotInstalled;
        Assert.Same(NotInstalled, await fallback.RejectAsync(request));
    }

    [Fact]
    public async Task A_language_that_is_not_installed_is_unavailable_while_the_fallback_fails()
    {
        await using var fallback = new FallbackCase { Rejection = NotInstalled };
        fallback.Judge0.Instead = context => Judge0Stub.AnswerAsync(context, 500, "");

        var rejected = await fallback.RejectAsync();

        Assert.Equal(
            (RejectionKind.Unavailable, "The language python is not installed on this server. The fallback (judge0) answered with 500."), (rejected.Kind, rejected.Message));
    }

    private static void AssertUnavailable(string reason, RejectedException rejected)
    {
        Assert.Equal((RejectionKind.Unavailable, $"{NoWarden.Message} The fallback (judge0) {reason}."), (rejected.Kind, rejected.Message));
        Assert.NotNull(rejected.RetryAfter);
    }
}
