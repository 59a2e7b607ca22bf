using System.Collections.Concurrent;
using Hotcell.Engine.Executions;
using Hotcell.Engine.Judging;
using Hotcell.Kit;
using TestResult = Hotcell.Engine.Judging.TestResult;

namespace Hotcell.Unit.Engine.Judging;

/// <summary>Over tests that this test plays: each ends when it is told to.</summary>
public sealed class TestScheduleTests : IDisposable
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource<TestResult>> _runs = new();
    private readonly ConcurrentQueue<int> _cancelled = new();
    private readonly List<(int Index, Verdict Verdict)> _told = [];
    private readonly SemaphoreSlim _begun = new(0);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_more_lanes_tests_run_one_after_the_other()
    {
        var results = Run(3, lanes: 0);
        for (var i = 0; i < 3; i++)
        {
            await BegunAsync(1);
            Assert.Equal(i + 1, _runs.Count);
            End(i, Verdict.Accepted);
        }

        Assert.Equal(3, (await results).Count);
        Assert.Equal([(0, Verdict.Accepted), (1, Verdict.Accepted), (2, Verdict.Accepted)], _told);
    }

    [Fact]
    public async Task Lanes_are_shared_and_given_back()
    {
        var lanes = new TestLanes(2, () => false);
        var first = Run(10, lanes);
        await BegunAsync(3);
        Assert.Equal(3, _runs.Count);
        Assert.False(lanes.TryEnter());

        for (var i = 0; i < 10; i++)
        {
            End(i, Verdict.Accepted);
        }

        await first;
        Assert.True(lanes.TryEnter());
        Assert.True(lanes.TryEnter());
        Assert.False(lanes.TryEnter());
    }

    [Fact]
    public async Task While_others_wait_nobody_gets_a_lane()
    {
        var results = Run(2, new TestLanes(5, () => true));
        await BegunAsync(1);
        Assert.Single(_runs);
        End(0, Verdict.Accepted);
        End(1, Verdict.Accepted);
        await results;
    }

    [Fact]
    public async Task Results_are_told_in_the_order_of_the_tests()
    {
        var results = Run(3, lanes: 2);
        await BegunAsync(3);
        End(2, Verdict.Accepted);
        End(1, Verdict.WrongAnswer);
        End(0, Verdict.TimeLimit);

        Assert.Equal([Verdict.TimeLimit, Verdict.WrongAnswer, Verdict.Accepted], (await results).Select(result => result.Verdict));
        Assert.Equal([(0, Verdict.TimeLimit), (1, Verdict.WrongAnswer), (2, Verdict.Accepted)], _told);
    }

    [Fact]
    public async Task The_first_failure_ends_it_wherever_the_others_are()
    {
        var results = Run(100, lanes: 3, stopOnFailure: true);
        await BegunAsync(4);
        End(3, Verdict.Accepted);
        await BegunAsync(1);
        End(1, Verdict.WrongAnswer);
        await Eventually.HoldsAsync(() => _cancelled.Count == 2, "2 and 4 are stopped");
        End(0, Verdict.Accepted);

        // 2 and 4 were running, and 3 was over.
        Assert.Equal([Verdict.Accepted, Verdict.WrongAnswer], (await results).Select(result => result.Verdict));
        Assert.Equal([(0, Verdict.Accepted), (1, Verdict.WrongAnswer)], _told);
        Assert.Equal([2, 4], _cancelled.Order());
        Assert.Equal(5, _runs.Count);
    }

    [Fact]
    public async Task An_earlier_failure_takes_the_place_of_a_later_one()
    {
        var results = Run(3, lanes: 2, stopOnFailure: true);
        await BegunAsync(3);
        End(1, Verdict.WrongAnswer);
        End(0, Verdict.TimeLimit);

        Assert.Equal([Verdict.TimeLimit], (await results).Select(result => result.Verdict));
    }

    [Fact]
    public async Task A_fault_ends_all_and_is_thrown_when_nothing_runs_any_more()
    {
        var results = Run(100, lanes: 2);
        await BegunAsync(3);
        Of(1).SetException(new InvalidOperationException("fault"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => results);
        Assert.Equal([0, 2], _cancelled.Order());
        Assert.Equal(3, _runs.Count);
    }

    [Fact]
    public async Task Who_goes_away_stops_all()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var results = Run(100, new TestLanes(2, () => false), stop: stop.Token);
        await BegunAsync(3);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => results);
        Assert.Equal([0, 1, 2], _cancelled.Order());
    }

    public void Dispose() => _begun.Dispose();

    private Task<IReadOnlyList<TestResult>> Run(int count, int lanes, bool stopOnFailure = false) => Run(count, new TestLanes(lanes, () => false), stopOnFailure);

    private Task<IReadOnlyList<TestResult>> Run(int count, TestLanes lanes, bool stopOnFailure = false, CancellationToken? stop = null) =>
        new TestSchedule(count, stopOnFailure, lanes, RunOneAsync, (index, result) => _told.Add((index, result.Verdict))).RunAsync(stop ?? Cancellation);

    private async Task<TestResult> RunOneAsync(int index, CancellationToken cancel)
    {
        try
        {
            var run = Of(index);
            _begun.Release();
            return await run.Task.WaitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            _cancelled.Enqueue(index);
            throw;
        }
    }

    private async Task BegunAsync(int count)
    {
        for (; count > 0; count--)
        {
            Assert.True(await _begun.WaitAsync(TimeSpan.FromSeconds(30), Cancellation));
        }
    }

    private void End(int index, Verdict verdict) => Of(index).SetResult(new TestResult { Verdict = verdict, Points = 0, MaxPoints = 1 });

    private TaskCompletionSource<TestResult> Of(int index) => _runs.GetOrAdd(index, _ => new TaskCompletionSource<TestResult>(TaskCreationOptions.RunContinuationsAsynchronously));
}
