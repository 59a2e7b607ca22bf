using Hotcell.Engine;
using Hotcell.Engine.Executions;

namespace Hotcell.Unit.Engine.Executions;

/// <summary>What several callers have of one queue.</summary>
public sealed class FairQueueTests
{
    private const int Places = 4;
    private static readonly Caller s_crowd = new() { Id = "crowd" };
    private static readonly Caller s_single = new() { Id = "single" };

    private readonly ExecutionQueue _queue = new(Places, maxQueued: 1000, ByteSize.FromMebibytes(1), new ManualTime());

    private Task<IDisposable> EnterAsync(Caller caller, long bytes = 1) => _queue.EnterAsync(caller, bytes, CancellationToken.None);

    private List<Task<IDisposable>> Enter(Caller caller, int count) => [.. Enumerable.Range(0, count).Select(_ => EnterAsync(caller))];

    [Fact]
    public async Task A_single_request_is_next_after_a_crowd_of_another()
    {
        var crowd = Enter(s_crowd, 800);
        var single = EnterAsync(s_single);
        Assert.False(single.IsCompleted);

        (await crowd[0]).Dispose();

        await AssertRunAsync([single], 1);
        await AssertRunAsync(crowd[1..], Places - 1);
    }

    [Fact]
    public async Task Callers_who_wait_get_equally_many_places()
    {
        var places = new Queue<Task<IDisposable>>(Enter(s_crowd, 400));
        var other = Enter(s_single, 400);
        for (var i = 0; i < Places; i++)
        {
            (await places.Dequeue()).Dispose();
        }

        await AssertRunAsync(places, 2);
        await AssertRunAsync(other, 2);
    }

    [Fact]
    public async Task Each_caller_is_served_in_the_order_of_its_own_requests()
    {
        var running = Enter(s_crowd, Places);
        var waiting = Enter(s_crowd, 3);

        (await running[0]).Dispose();
        await AssertRunAsync(waiting, 1);
        (await running[1]).Dispose();
        await AssertRunAsync(waiting, 2);
    }

    [Fact]
    public async Task Nobody_runs_more_than_its_concurrency_and_others_have_the_rest()
    {
        var two = new Caller { Id = "two", Concurrency = 2 };
        var its = Enter(two, 5);
        Assert.Equal((2, 3, false), _queue.Now);
        Assert.True(EnterAsync(s_single).IsCompletedSuccessfully);

        (await its[0]).Dispose();
        Assert.Equal((3, 2, false), _queue.Now);
        await AssertRunAsync(its, 3);
    }

    [Fact]
    public async Task A_higher_concurrency_holds_from_the_next_turn_on()
    {
        var its = Enter(new Caller { Id = "same", Concurrency = 1 }, 3);
        var next = EnterAsync(new Caller { Id = "same", Concurrency = 3 });

        (await its[0]).Dispose();

        await AssertRunAsync([.. its, next], 4);
    }

    [Fact]
    public void One_caller_fills_seven_eighths_of_the_room_and_others_find_some()
    {
        var crowd = 0;
        while (TryEnter(s_crowd))
        {
            crowd++;
        }

        Assert.Equal(Places + (1000 * 7 / 8), crowd);
        Assert.True(TryEnter(s_single));
        while (TryEnter(s_single))
        {
        }

        Assert.True(TryEnter(new Caller { Id = "last" }));
    }

    [Fact]
    public void Who_runs_few_at_once_is_told_to_stay_away_for_longer()
    {
        const int large = 64 * 1024;
        var narrow = new Caller { Id = "narrow", Concurrency = 1 };
        while (TryEnter(narrow, large))
        {
        }

        // 15 wait, and take a second each, one after the other.
        Assert.Equal(TimeSpan.FromSeconds(8), Assert.Throws<RejectedException>(() => { _ = EnterAsync(narrow, large); }).RetryAfter);
    }

    [Fact]
    public void One_caller_fills_seven_eighths_of_the_memory_and_others_find_some()
    {
        const int large = 64 * 1024;
        while (TryEnter(s_crowd, large))
        {
        }

        Assert.True(TryEnter(s_single, large));
    }

    /// <summary>The first <paramref name="count"/> have had their turn, and no other.</summary>
    private static async Task AssertRunAsync(IEnumerable<Task<IDisposable>> entered, int count)
    {
        await Task.WhenAll(entered.Take(count)).WaitAsync(TimeSpan.FromMinutes(1));
        Assert.DoesNotContain(entered.Skip(count), one => one.IsCompleted);
    }

    private bool TryEnter(Caller caller, long bytes = 1)
    {
        try
        {
            _ = EnterAsync(caller, bytes);
            return true;
        }
        catch (RejectedException busy)
        {
            Assert.Equal(RejectionKind.Busy, busy.Kind);
            return false;
        }
    }
}
