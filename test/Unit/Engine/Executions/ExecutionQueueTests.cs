using Hotcell.Engine;
using Hotcell.Engine.Executions;

namespace Hotcell.Unit.Engine.Executions;

public sealed class ExecutionQueueTests
{
    private readonly ManualTime _time = new();
    private readonly ExecutionQueue _queue;

    public ExecutionQueueTests() => _queue = new ExecutionQueue(maxRunning: 2, maxQueued: 2, new ByteSize(100), _time);

    private Task<IDisposable> EnterAsync(long bytes = 1) => _queue.EnterAsync(Caller.Unknown, bytes, CancellationToken.None);

    [Fact]
    public async Task Lets_in_as_many_as_may_run()
    {
        using var first = await EnterAsync();
        using var second = await EnterAsync();
        var third = EnterAsync();

        Assert.False(third.IsCompleted);
        Assert.Equal((2, 1, false), _queue.Now);
    }

    [Fact]
    public async Task First_come_first_served()
    {
        var running = await EnterAsync();
        using var other = await EnterAsync();
        var (third, fourth) = (EnterAsync(), EnterAsync());

        running.Dispose();
        (await third).Dispose();
        (await fourth).Dispose();

        Assert.Equal((1, 0, false), _queue.Now);
    }

    [Fact]
    public async Task Refuses_at_once_when_too_many_wait()
    {
        using var first = await EnterAsync();
        using var second = await EnterAsync();
        _ = (EnterAsync(), EnterAsync());

        var busy = Assert.Throws<RejectedException>(() => { _ = EnterAsync(); });

        Assert.Equal(RejectionKind.Busy, busy.Kind);
        Assert.InRange(busy.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Refuses_what_would_keep_too_much_in_memory_while_it_waits()
    {
        using var first = await EnterAsync(1000);
        using var second = await EnterAsync(1000);
        using var giveUp = new CancellationTokenSource();
        var waiting = _queue.EnterAsync(Caller.Unknown, 99, giveUp.Token);

        Assert.Equal(RejectionKind.Busy, Assert.Throws<RejectedException>(() => { _ = EnterAsync(2); }).Kind);

        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.False(EnterAsync(100).IsCompleted);
    }

    [Fact]
    public async Task Tells_the_longer_to_stay_away_the_longer_executions_take()
    {
        for (var i = 0; i < 50; i++)
        {
            var place = await EnterAsync();
            _time.Advance(TimeSpan.FromSeconds(20));
            place.Dispose();
        }

        using var first = await EnterAsync();
        using var second = await EnterAsync();
        _ = (EnterAsync(), EnterAsync());

        Assert.InRange(Assert.Throws<RejectedException>(() => { _ = EnterAsync(); }).RetryAfter!.Value.TotalSeconds, 14, 16);
    }

    [Fact]
    public async Task Who_gives_up_waiting_makes_room()
    {
        using var first = await EnterAsync();
        var second = await EnterAsync();
        using var giveUp = new CancellationTokenSource();
        var third = _queue.EnterAsync(Caller.Unknown, 1, giveUp.Token);
        var fourth = EnterAsync();

        await giveUp.CancelAsync();
        second.Dispose();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third);
        using var place = await fourth;
        Assert.Equal((2, 0, false), _queue.Now);
    }

    [Fact]
    public async Task Who_has_given_up_before_entering_takes_no_place()
    {
        using var first = await EnterAsync();
        using var second = await EnterAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _queue.EnterAsync(Caller.Unknown, 1, new CancellationToken(canceled: true)));

        Assert.Equal((2, 0, false), _queue.Now);
    }

    [Fact]
    public async Task Leaving_twice_frees_one_place()
    {
        using var first = await EnterAsync();
        var second = await EnterAsync();

        second.Dispose();
        second.Dispose();

        Assert.Equal(1, _queue.Now.Running);
    }

    [Fact]
    public async Task A_closed_queue_refuses_everybody_and_waits_for_those_who_are_in()
    {
        var first = await EnterAsync();
        var second = await EnterAsync();
        var third = EnterAsync();

        var empty = _queue.CloseAsync();

        Assert.Equal(RejectionKind.Unavailable, Assert.Throws<RejectedException>(() => { _ = EnterAsync(); }).Kind);
        first.Dispose();
        second.Dispose();
        Assert.False(empty.IsCompleted);
        (await third).Dispose();
        await empty;
    }

    [Fact]
    public async Task An_idle_queue_closes_at_once() => await _queue.CloseAsync();
}
