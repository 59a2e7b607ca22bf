using System.Text;
using Hotcell.Server.SocketIo.EngineIo;

namespace Hotcell.Unit.Server.SocketIo;

public sealed class OutboxTests
{
    private readonly Outbox _outbox = new(1000);

    [Fact]
    public async Task Who_sends_waits_until_there_is_room()
    {
        await _outbox.SendAsync([Packet(600)], TestContext.Current.CancellationToken);
        var second = _outbox.SendAsync([Packet(600)], TestContext.Current.CancellationToken).AsTask();
        Assert.False(second.IsCompleted);
        Assert.False(_outbox.TrySend([Packet(600)], out _));

        Assert.Equal([600], await TakeAsync());
        await second;
        Assert.Equal([600], await TakeAsync());
    }

    [Fact]
    public async Task What_is_larger_than_the_room_goes_alone()
    {
        await _outbox.SendAsync([Packet(5000)], TestContext.Current.CancellationToken);
        Assert.False(_outbox.TrySend([Packet(1)], out _));
        Assert.Equal([5000], await TakeAsync());
        Assert.True(_outbox.TrySend([Packet(1)], out _));
    }

    [Fact]
    public async Task The_protocols_own_packets_go_first_and_need_no_room()
    {
        await _outbox.SendAsync([Packet(900)], TestContext.Current.CancellationToken);
        _outbox.SendFirst(new EnginePacket(EnginePacketType.Ping));

        Assert.Equal([EnginePacketType.Ping, EnginePacketType.Message], (await _outbox.TakeAsync(default)).Select(packet => packet.Type));
    }

    [Fact]
    public async Task Who_takes_waits_for_a_packet_and_loses_none_when_cancelled()
    {
        using var stop = new CancellationTokenSource();
        var cancelled = _outbox.TakeAsync(stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);

        var taking = TakeAsync();
        Assert.False(taking.IsCompleted);
        await _outbox.SendAsync([Packet(1), Packet(2)], TestContext.Current.CancellationToken);
        Assert.Equal([1, 2], await taking);
    }

    [Fact]
    public async Task A_closed_outbox_hands_out_what_it_has_and_lets_everybody_go()
    {
        await _outbox.SendAsync([Packet(900)], TestContext.Current.CancellationToken);
        var waiting = _outbox.SendAsync([Packet(900)], TestContext.Current.CancellationToken).AsTask();
        _outbox.Close();

        await waiting;
        Assert.Equal([900], await TakeAsync());
        Assert.Empty(await TakeAsync());
        await _outbox.SendAsync([Packet(1)], TestContext.Current.CancellationToken);
        Assert.Empty(await TakeAsync());
    }

    private async Task<IEnumerable<int>> TakeAsync() => [.. (await _outbox.TakeAsync(TestContext.Current.CancellationToken)).Select(packet => packet.Data.Length)];

    private static EnginePacket Packet(int length) => EnginePacket.Text(Encoding.ASCII.GetBytes(new string('x', length)));
}
