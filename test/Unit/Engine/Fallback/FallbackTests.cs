using Hotcell.Engine.Executions;
using Hotcell.Engine.Judging;
using Hotcell.Kit;
using Hotcell.Protocol;
using static Hotcell.Unit.Engine.Fallback.FallbackCase;

namespace Hotcell.Unit.Engine.Fallback;

/// <summary>When a program goes to the fallback, and what comes back.</summary>
public sealed class FallbackTests
{
    private static readonly SystemFault s_fault = new("warden", CellStep.None, 0, 0, "The warden did not come back.");

    [Fact]
    public async Task What_cannot_run_here_runs_there_and_says_so()
    {
        await using var fallback = new FallbackCase();

        var told = await fallback.EventsOfAsync(Request());

        Assert.Equal(["Queued", "Started", "Output", "Finished"], told.Select(one => one.GetType().Name));
        var result = Assert.IsType<ExecutionEvent.Finished>(told[^1]).Result;
        Assert.Equal((Verdict.Ok, "judge0", "from judge0\n", "from judge0\n", 0), (result.Verdict, result.Fallback, Text(result.Run!.Stdout), Text(result.Run.Interleaved), result.Run.ExitCode));
        Assert.Equal((12, 24, 3300 * 1024), (result.Run.CpuTime.TotalMilliseconds, result.Run.WallTime.TotalMilliseconds, result.Run.PeakMemory.Bytes));
        var submission = Assert.Single(fallback.Judge0.Submissions);
        Assert.Equal(("print('ü')", "in\n", Judge0Stub.Python), (submission.Source, submission.Stdin, submission.Number("language_id")));
        Assert.False(submission.Fields["enable_network"]!.GetValue<bool>());
    }

    [Fact]
    public async Task A_language_that_is_not_installed_goes_there_and_is_no_mistake_of_the_request()
    {
        await using var fallback = new FallbackCase { Rejection = NotInstalled };

        Assert.Equal("judge0", (await fallback.RunAsync()).Fallback);
        Assert.Empty(fallback.Executions.Validate(Request()));
    }

    [Fact]
    public async Task Other_mistakes_are_told_and_nothing_goes_anywhere()
    {
        await using var fallback = new FallbackCase { Rejection = new RejectedException(RejectionKind.Invalid, "", [.. NotInstalled.Errors, new FieldError("stdin", "is wrong")]) };

        var rejected = await fallback.RejectAsync();

        Assert.Equal((RejectionKind.Invalid, "stdin"), (rejected.Kind, Assert.Single(rejected.Errors).Field));
        Assert.Empty(fallback.Judge0.Requests);
    }

    [Theory]
    [InlineData(RejectionKind.Busy)]
    [InlineData(RejectionKind.Forbidden)]
    [InlineData(RejectionKind.Invalid)]
    public async Task Other_rejections_stay_rejections(RejectionKind kind)
    {
        await using var fallback = new FallbackCase { Rejection = new RejectedException(kind, "because") };

        var rejected = await fallback.RejectAsync();

        Assert.Equal((kind, "because"), (rejected.Kind, rejected.Message));
        Assert.Empty(fallback.Judge0.Requests);
    }

    [Fact]
    public async Task A_server_that_is_shutting_down_sends_nothing_elsewhere()
    {
        await using var fallback = new FallbackCase();
        fallback.Close();

        Assert.Equal(NoWarden.Message, (await fallback.RejectAsync()).Message);
        Assert.Empty(fallback.Judge0.Requests);
    }

    [Fact]
    public async Task A_cell_that_cannot_be_made_is_made_there_and_nothing_is_told_twice()
    {
        await using var fallback = new FallbackCase { Rejection = null, Here = [new ExecutionEvent.Queued(), new ExecutionEvent.Started(), new ExecutionEvent.Faulted(s_fault)] };

        Assert.Equal(["Queued", "Started", "Output", "Finished"], (await fallback.EventsOfAsync(Request())).Select(one => one.GetType().Name));
    }

    [Fact]
    public async Task A_program_that_has_said_something_here_does_not_run_again()
    {
        await using var fallback = new FallbackCase
        {
            Rejection = null,
            Here = [new ExecutionEvent.Queued(), new ExecutionEvent.Output(Stage.Run, OutputStream.Stdout, "x"u8.ToArray()), new ExecutionEvent.Faulted(s_fault)],
        };

        Assert.IsType<ExecutionEvent.Faulted>((await fallback.EventsOfAsync(Request()))[^1]);
        Assert.Empty(fallback.Judge0.Requests);
    }

    [Fact]
    public async Task A_fault_stays_a_fault_when_there_is_no_help()
    {
        await using var fallback = new FallbackCase { Rejection = null, Here = [new ExecutionEvent.Queued(), new ExecutionEvent.Faulted(s_fault)] };
        fallback.Judge0.Instead = context => Judge0Stub.AnswerAsync(context, 500, "");

        Assert.Equal(s_fault, Assert.IsType<ExecutionEvent.Faulted>((await fallback.EventsOfAsync(Request()))[^1]).Fault);
    }

    [Fact]
    public async Task What_does_not_compile_there_does_not_compile()
    {
        await using var fallback = new FallbackCase();
        fallback.Judge0.Run = _ => Judge0Stub.Ended(6, compileOutput: "main.c:1: error\n");

        var told = await fallback.EventsOfAsync(Request("c"));

        Assert.Equal(["Queued", "Compiling", "Output", "Compiled", "Finished"], told.Select(one => one.GetType().Name));
        var result = Assert.IsType<ExecutionEvent.Finished>(told[^1]).Result;
        Assert.Equal((Verdict.CompileError, Verdict.RuntimeError, "main.c:1: error\n", 1), (result.Verdict, result.Compile!.Verdict, Text(result.Compile.Interleaved), result.Compile.ExitCode));
        Assert.Null(result.Run);
    }

    [Fact]
    public async Task Tests_run_there_and_are_judged_here()
    {
        await using var fallback = new FallbackCase();
        fallback.Judge0.Run = submission => submission.Stdin == "bad" ? Judge0Stub.Ended(11, exitCode: 3) : Judge0Stub.Ended(3, stdout: submission.Stdin + "\n");

        var result = await fallback.RunAsync(Tests("1", "bad", "2"));

        Assert.Equal(Verdict.RuntimeError, result.Verdict);
        Assert.Equal([(Verdict.Accepted, 1.0), (Verdict.RuntimeError, 0), (Verdict.WrongAnswer, 0)], result.Judgement!.Tests.Select(test => (test.Verdict, test.Points)));
        Assert.Equal(3, fallback.Judge0.Submissions.Count);
    }

    [Fact]
    public async Task Tests_behind_the_first_failure_are_left_out_where_that_is_wanted()
    {
        await using var fallback = new FallbackCase();

        var result = await fallback.RunAsync(Tests("1", "2", "3") with { StopOnFailure = true });

        Assert.Equal([Verdict.WrongAnswer, Verdict.Skipped, Verdict.Skipped], result.Judgement!.Tests.Select(test => test.Verdict));
    }

    [Fact]
    public async Task With_tests_a_program_that_does_not_compile_is_told_once()
    {
        await using var fallback = new FallbackCase();
        fallback.Judge0.Run = _ => Judge0Stub.Ended(6, compileOutput: "no\n");

        var result = await fallback.RunAsync(Tests("1", "2"));

        Assert.Equal((Verdict.CompileError, "no\n"), (result.Verdict, Text(result.Compile!.Stderr)));
        Assert.Null(result.Judgement);
    }

    [Fact]
    public async Task No_more_are_there_at_once_than_the_operator_wants()
    {
        await using var fallback = new FallbackCase(new Judge0Stub(), options => options with { MaxRunning = 2 });

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => fallback.RunAsync()));

        Assert.Equal((8, 2), (fallback.Judge0.Submissions.Count, fallback.Judge0.MostAtOnce));
    }

    [Fact]
    public async Task A_caller_who_leaves_is_not_waited_for()
    {
        await using var fallback = new FallbackCase();
        using var gone = new CancellationTokenSource();
        fallback.Judge0.Polls = int.MaxValue / 4;
        var running = fallback.EventsOfAsync(Request(), gone.Token);
        await Eventually.HoldsAsync(() => fallback.Judge0.Submissions.Count == 1, "it was submitted");

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private static ExecutionRequest Tests(params IEnumerable<string> inputs) => Request() with
    {
        Stdin = default,
        Tests = [.. inputs.Select(input => new TestCase(System.Text.Encoding.UTF8.GetBytes(input), "1\n"u8.ToArray()))],
    };
}
