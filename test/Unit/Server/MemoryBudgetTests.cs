using Hotcell.Server.Http;
using Hotcell.Unit.Engine;

namespace Hotcell.Unit.Server;

public sealed class MemoryBudgetTests
{
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(5);

    private readonly ManualTime _time = new();
    private readonly MemoryBudget _budget;

    public MemoryBudgetTests() => _budget = new MemoryBudget(100, s_grace, _time);

    [Fact]
    public void What_is_given_back_can_be_taken_again()
    {
        var first = _budget.Open();
        var second = _budget.Open();
        Assert.True(first.TryTake(30));
        Assert.True(first.TryTake(30));
        Assert.False(second.TryTake(41));
        first.GiveBack(1);
        Assert.True(second.TryTake(41));
        second.Dispose();
        first.Dispose();
        first.Dispose();
        Assert.True(_budget.Open().TryTake(100));
        Assert.False(_budget.Open().TryTake(1));
    }

    [Fact]
    public void Whoever_holds_the_most_goes_when_its_grace_is_over()
    {
        var small = _budget.Open();
        var large = _budget.Open();
        Assert.True(small.TryTake(20));
        Assert.True(large.TryTake(80));
        var late = _budget.Open();
        Assert.False(late.TryTake(50));
        Assert.False(large.Revoked.IsCancellationRequested);

        _time.Advance(s_grace);
        Assert.True(late.TryTake(50));
        Assert.True(large.Revoked.WaitHandle.WaitOne(TimeSpan.FromSeconds(20)));
        Assert.False(small.Revoked.IsCancellationRequested);

        // What it held belongs to others now, whatever it still does.
        Assert.False(large.TryTake(1));
        large.GiveBack(80);
        large.Dispose();
        Assert.True(_budget.Open().TryTake(30));
        Assert.False(small.Revoked.IsCancellationRequested);
    }

    [Fact]
    public void Who_holds_nothing_does_not_go_for_others()
    {
        var idle = _budget.Open();
        Assert.True(idle.TryTake(10));
        idle.GiveBack(10);
        var asking = _budget.Open();
        Assert.True(asking.TryTake(60));
        _time.Advance(s_grace);
        Assert.False(asking.TryTake(41));
        Assert.False(idle.Revoked.IsCancellationRequested);
        Assert.True(idle.TryTake(40));
    }

    [Fact]
    public void Nobody_goes_for_more_than_there_ever_was()
    {
        var one = _budget.Open();
        Assert.True(one.TryTake(10));
        _time.Advance(s_grace);
        Assert.False(_budget.Open().TryTake(101));
        Assert.False(one.Revoked.IsCancellationRequested);
    }

    [Fact]
    public void What_exists_already_is_taken_in_any_case()
    {
        var first = _budget.Open();
        var second = _budget.Open();
        first.Take(300);
        second.Take(10);
        Assert.False(first.Revoked.IsCancellationRequested);
        _time.Advance(s_grace);
        second.Take(10);
        Assert.True(first.Revoked.WaitHandle.WaitOne(TimeSpan.FromSeconds(20)));
        Assert.True(second.TryTake(80));
        Assert.False(second.TryTake(1));
    }
}
