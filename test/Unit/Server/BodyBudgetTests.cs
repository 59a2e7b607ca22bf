using Hotcell.Server.Http;

namespace Hotcell.Unit.Server;

public sealed class BodyBudgetTests
{
    [Fact]
    public void What_is_given_back_can_be_taken_again()
    {
        var budget = new BodyBudget(100);
        var first = budget.Open();
        var second = budget.Open();
        Assert.True(first.TryTake(30));
        Assert.True(first.TryTake(30));
        Assert.False(second.TryTake(41));
        first.Dispose();
        first.Dispose();
        Assert.True(second.TryTake(100));
        Assert.False(second.TryTake(1));
    }
}
