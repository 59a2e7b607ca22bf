using Hotcell.Server.Http;
using Hotcell.Unit.Engine;

namespace Hotcell.Unit.Server;

public sealed class SocketMessagesTests
{
    private readonly BodyBudget _budget = new(5000, new ManualTime());

    [Theory]
    [InlineData(0, 4900)]
    [InlineData(3, 1000)]
    public async Task A_message_is_on_account_until_it_has_been_handled(int length, int tooMuch)
    {
        using var socket = new BrokenSocket(new byte[length]);
        var message = await SocketMessages.ReadAsync(socket, _budget, 10_000, TestContext.Current.CancellationToken);
        Assert.Equal(length, message!.Bytes.Length);
        using var other = _budget.Open();
        Assert.False(other.TryTake(tooMuch));

        message.Dispose();
        Assert.True(other.TryTake(5000));
        var refused = await Assert.ThrowsAsync<MessageRefusedException>(() => SocketMessages.ReadAsync(new BrokenSocket(new byte[length]), _budget, 10_000, TestContext.Current.CancellationToken));
        Assert.False(refused.IsTooLarge);
    }
}
