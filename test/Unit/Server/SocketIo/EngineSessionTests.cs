using System.Text;
using Hotcell.Server.SocketIo.EngineIo;
using Hotcell.Unit.Engine;

namespace Hotcell.Unit.Server.SocketIo;

public sealed class EngineSessionTests
{
    private static readonly EngineIoOptions s_options = new() { MaxSessions = 4 };

    private readonly ManualTime _time = new();
    private readonly EngineSessions _sessions;
    private readonly Recorder _handler = new();

    public EngineSessionTests() => _sessions = new EngineSessions(s_options, _time);

    [Fact]
    public async Task A_session_begins_by_telling_its_id_and_bounds()
    {
        var session = Open();

        var open = Assert.Single(await session.Outbox.TakeAsync(default));
        Assert.Equal(EnginePacketType.Open, open.Type);
        Assert.Equal(
            $$"""{"sid":"{{session.Id}}","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}""",
            Encoding.UTF8.GetString(open.Data.Span));
    }

    [Fact]
    public async Task Who_answers_pings_stays_and_who_does_not_goes()
    {
        var session = await OpenedAsync();
        for (var i = 0; i < 3; i++)
        {
            _time.Advance(s_options.PingInterval);
            Assert.Equal(EnginePacketType.Ping, Assert.Single(await session.Outbox.TakeAsync(default)).Type);
            _time.Advance(s_options.PingTimeout / 2);
            await session.ReceiveAsync(new EnginePacket(EnginePacketType.Pong));
        }

        _time.Advance(s_options.PingInterval + s_options.PingTimeout);
        Assert.Null(_handler.Reason);
        Assert.Null(_sessions.Find(session.Id));
        Assert.Equal(("ping timeout", 0), (_handler.Reason, _sessions.Count));
        Assert.True(session.Aborted.IsCancellationRequested);
    }

    [Fact]
    public async Task Nobody_needs_to_ask_for_a_silent_session_to_end()
    {
        await OpenedAsync();
        _time.Advance(s_options.PingInterval + s_options.PingTimeout + TimeSpan.FromSeconds(1));
        Assert.Equal(("ping timeout", 0), (_handler.Reason, _sessions.Count));
    }

    [Fact]
    public async Task A_pong_that_nobody_asked_for_changes_nothing()
    {
        var session = await OpenedAsync();
        _time.Advance(s_options.PingInterval / 2);
        await session.ReceiveAsync(new EnginePacket(EnginePacketType.Pong));
        _time.Advance(s_options.PingInterval / 2);
        Assert.Equal(EnginePacketType.Ping, Assert.Single(await session.Outbox.TakeAsync(default)).Type);
    }

    [Fact]
    public async Task One_poll_and_one_post_at_a_time()
    {
        var session = await OpenedAsync();
        Assert.NotNull(session.BeginPoll(default));
        Assert.Null(session.BeginPoll(default));
        session.EndPoll();
        Assert.NotNull(session.BeginPoll(default));

        Assert.True(session.TryBeginPost());
        Assert.False(session.TryBeginPost());
        session.EndPost();
        Assert.True(session.TryBeginPost());
    }

    [Fact]
    public async Task A_probe_ends_the_poll_that_waits_and_an_upgrade_all_polling()
    {
        var session = await OpenedAsync();
        var poll = session.BeginPoll(default)!;
        Assert.True(session.TryBeginProbe());
        Assert.True(poll.IsCancellationRequested);
        Assert.True(session.IsProbing);
        Assert.False(session.TryBeginProbe());
        session.EndPoll();

        session.EndProbe(upgraded: false);
        Assert.False(session.IsProbing);
        Assert.True(session.TryBeginProbe());
        session.EndProbe(upgraded: true);
        Assert.Null(session.BeginPoll(default));
        Assert.False(session.TryBeginPost());
        Assert.False(session.TryBeginProbe());
    }

    [Theory]
    [InlineData(false, EnginePacketType.Close)]
    [InlineData(true, EnginePacketType.Noop)]
    public async Task The_poll_that_waits_is_told_of_the_end(bool byClient, object expected)
    {
        var session = await OpenedAsync();
        using var poll = session.BeginPoll(default);
        session.Close("over", byClient);
        session.Close("again");

        Assert.Equal((EnginePacketType)expected, Assert.Single(await session.Outbox.TakeAsync(default)).Type);
        Assert.Equal(("over", 1), (_handler.Reason, _handler.Ends));
        Assert.Null(_sessions.Find(session.Id));
    }

    [Fact]
    public async Task A_poll_that_was_on_its_way_when_its_client_closed_is_answered_and_no_other()
    {
        var session = await OpenedAsync();
        await session.ReceiveAsync(new EnginePacket(EnginePacketType.Close));
        Assert.Null(_sessions.Find(session.Id));
        Assert.Same(session, _sessions.FindForPoll(session.Id));
        using (session.BeginPoll(default))
        {
            Assert.Equal(EnginePacketType.Noop, Assert.Single(await session.Outbox.TakeAsync(default)).Type);
            session.EndPoll();
        }

        Assert.Null(_sessions.FindForPoll(session.Id));
        Assert.Equal(0, _sessions.Count);

        session = await OpenedAsync();
        await session.ReceiveAsync(new EnginePacket(EnginePacketType.Close));
        _time.Advance(s_options.CloseTimeout);
        Assert.Equal(0, _sessions.Count);
    }

    [Fact]
    public async Task A_packet_that_clients_do_not_send_is_refused()
    {
        var session = await OpenedAsync();
        foreach (var type in new[] { EnginePacketType.Open, EnginePacketType.Ping, EnginePacketType.Upgrade, EnginePacketType.Noop })
        {
            await Assert.ThrowsAsync<ProtocolException>(() => session.ReceiveAsync(new EnginePacket(type)));
        }
    }

    [Fact]
    public async Task Messages_come_one_after_the_other_and_none_after_the_end()
    {
        var session = await OpenedAsync();
        _handler.Busy = new TaskCompletionSource();
        var first = session.ReceiveAsync(EnginePacket.Text("a"u8.ToArray()));
        var second = session.ReceiveAsync(EnginePacket.Text("b"u8.ToArray()));
        Assert.Equal(1, _handler.Received);
        _handler.Busy.SetResult();
        await Task.WhenAll(first, second);
        Assert.Equal(2, _handler.Received);

        session.Close("over");
        await session.ReceiveAsync(EnginePacket.Text("c"u8.ToArray()));
        Assert.Equal(2, _handler.Received);
    }

    [Fact]
    public void Sessions_are_bounded_and_one_owner_has_half_at_most()
    {
        var own = Open("a")!;
        Assert.NotNull(Open("a"));
        Assert.Null(Open("a"));
        Assert.NotNull(Open("b"));
        Assert.NotNull(Open("c"));
        Assert.Null(Open("d"));

        own.Close("over");
        Assert.NotNull(Open("d"));
        Assert.Equal(4, _sessions.Count);
    }

    [Fact]
    public void All_are_closed_at_once()
    {
        Open("a");
        Open("b");
        _sessions.CloseAll("stop");
        Assert.Equal((0, 2), (_sessions.Count, _handler.Ends));
    }

    private EngineSession Open() => Open("owner")!;

    private EngineSession? Open(string owner) => _sessions.TryOpen(owner, polls: true, _ => _handler);

    private async Task<EngineSession> OpenedAsync()
    {
        var session = Open();
        await session.Outbox.TakeAsync(default);
        return session;
    }

    private sealed class Recorder : IEngineHandler
    {
        public int Received { get; private set; }

        public int Ends { get; private set; }

        public string? Reason { get; private set; }

        public TaskCompletionSource? Busy { get; set; }

        public async Task ReceiveAsync(EnginePacket message)
        {
            Received++;
            await (Busy?.Task ?? Task.CompletedTask);
        }

        public void Closed(string reason) => (Reason, Ends) = (reason, Ends + 1);
    }
}
