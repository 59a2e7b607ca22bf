using Hotcell.Engine.Executions;
using Hotcell.Engine.Judging;
using Hotcell.Engine.Languages;

namespace Hotcell.Engine.Fallback;

/// <summary>Runs requests on a Judge0 server: a program of one file with one input, or with one for each test. Outputs of tests are judged here.</summary>
internal sealed class Judge0Runner(Judge0Options judge0, EngineOptions options, LanguageCatalog languages, TimeProvider time, CancellationToken engineStop) : IDisposable
{
    /// <summary>Tests of all requests that are there at once, beside one of each.</summary>
    private const int Lanes = 8;

    private readonly Judge0Client _client = new(judge0, time);
    private readonly ExecutionPlanner _planner = new(options);
    private readonly ExecutionQueue _queue = new(judge0.MaxRunning, options.MaxQueued, options.MaxQueuedBytes, time);
    private readonly TestLanes _lanes = new(Lanes, () => false);
    private readonly SemaphoreSlim _asking = new(1);
    private Server? _server;

    /// <param name="request">Right, but for the place where it should have run.</param>
    /// <exception cref="Judge0Exception">It was not run.</exception>
    /// <exception cref="RejectedException">Too many wait.</exception>
    public async Task<ExecutionResult> RunAsync(ExecutionRequest request, CancellationToken cancellation)
    {
        if (ReasonAgainst(request) is { } reason)
        {
            throw new Judge0Exception(reason) { IsFinal = true };
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, engineStop);
        var bytes = request.Files[0].Content.Length + request.Stdin.Length + request.Tests.Sum(test => (long)test.Stdin.Length + test.Expected.Length);
        using var place = await _queue.EnterAsync(request.Caller, bytes, stop.Token);
        var server = await AskAsync(stop.Token);
        var language = languages.Find(request.Language)!;
        var theirs = Judge0Languages.Find(server.Languages, language) ?? throw new Judge0Exception($"does not have {language.Name}") { IsFinal = true };
        var program = new Judge0Program(language, theirs.Id, request.Files[0].Content, server.Limits);
        return request.Tests.Count == 0
            ? program.ResultOf(await RunAsync(program, request.Stdin, _planner.RunLimits(request, language), stop.Token))
            : await JudgeAsync(program, request, stop.Token);
    }

    /// <summary>Takes nothing more; completes when nothing runs there.</summary>
    public Task CloseAsync() => _queue.CloseAsync();

    public void Dispose()
    {
        _client.Dispose();
        _asking.Dispose();
    }

    /// <summary>What a submission has no place for; null where it has one for everything.</summary>
    private static string? ReasonAgainst(ExecutionRequest request) =>
        request.Files.Count > 1 ? "takes programs of one file"
        : request.Args.Count > 0 || request.Env.Count > 0 ? "takes no arguments and no environment"
        : request.OutputFiles.Count > 0 ? "gives no files back"
        : request.Tests.Any(test => (test.Checker ?? request.Checker).Own is not null) ? "takes no checker programs"
        : null;

    private async Task<Judge0Run> RunAsync(Judge0Program program, ReadOnlyMemory<byte> stdin, Limits limits, CancellationToken stop)
    {
        var submission = program.Submit(stdin, limits);
        return program.RunOf(await _client.RunAsync(submission, stop), submission, limits);
    }

    private async Task<ExecutionResult> JudgeAsync(Judge0Program program, ExecutionRequest request, CancellationToken stop)
    {
        var surplus = Judge.SurplusOf(request.Tests.Count);
        var schedule = new TestSchedule(request.Tests.Count, request.StopOnFailure, _lanes, RunTestAsync, (_, _) => { });
        try
        {
            var results = await schedule.RunAsync(stop);
            var skipped = request.Tests.Skip(results.Count).Select(test => Judge.Skipped(test.Points));
            return program.ResultOf(new Judgement([.. results, .. skipped]));
        }
        catch (NotCompiledException failed)
        {
            return program.ResultOf(failed.Run!);
        }

        async Task<TestResult> RunTestAsync(int index, CancellationToken cancel)
        {
            var test = request.Tests[index];
            var limits = _planner.RunLimits(request with { Limits = test.Limits.Or(request.Limits) }, program.Language);
            var ran = await RunAsync(program, test.Stdin, limits, cancel);
            var run = ran.Stage ?? throw new NotCompiledException { Run = ran };
            var verdict = run.Verdict == Verdict.Ok ? OutputComparison.Judge(test.Checker ?? request.Checker, run.Stdout, test.Expected) : run.Verdict;
            return new TestResult
            {
                Verdict = verdict,
                Points = verdict == Verdict.Accepted ? test.Points : 0,
                MaxPoints = test.Points,
                Run = TestRunner.Kept(run, test.Expected.Length + surplus),
            };
        }
    }

    /// <summary>What the server has; asked anew when that is old, by one for all.</summary>
    private async Task<Server> AskAsync(CancellationToken stop)
    {
        await _asking.WaitAsync(stop);
        try
        {
            if (_server is not { } known || time.GetElapsedTime(known.Since) > judge0.Fresh)
            {
                _server = known = new Server(await _client.GetLanguagesAsync(stop), await LimitsAsync(stop), time.GetTimestamp());
            }

            return known;
        }
        finally
        {
            _asking.Release();
        }
    }

    private async Task<Judge0Limits> LimitsAsync(CancellationToken stop)
    {
        try
        {
            return await _client.GetLimitsAsync(stop);
        }
        catch (Judge0Exception)
        {
            // Some operators do not show them. Then it is as it comes, or its refusal is our answer.
            return new Judge0Limits();
        }
    }

    private sealed record Server(List<Judge0Language> Languages, Judge0Limits Limits, long Since);

    /// <summary>A test that shows that no test can run.</summary>
    private sealed class NotCompiledException : Exception
    {
        public Judge0Run? Run { get; init; }
    }
}
