using System.Net.Sockets;
using Hotcell.Engine.Cells;
using Hotcell.Protocol;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotcell.Unit.Engine.Cells;

/// <summary>What does not need a cell: a warden that this test plays, which welcomes, refuses and dies.</summary>
public sealed class WardenClientTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Seqpacket, ProtocolType.Unspecified);
    private readonly WardenClient _client;

    public WardenClientTests()
    {
        _listener.Bind(new UnixDomainSocketEndPoint(_folder.In("socket")));
        _listener.Listen();
        _client = new WardenClient(_folder.In("socket"), images: 1, TimeProvider.System, NullLogger.Instance);
        _client.Start();
    }

    public void Dispose()
    {
        _client.Dispose();
        _listener.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_welcome_tells_what_the_warden_is()
    {
        using var warden = await AcceptAsync(generation: 3);

        var connection = await ConnectionAsync();

        Assert.Equal((3u, 2, Isolation.Seccomp), (connection.Welcome.Generation, connection.Welcome.CgroupVersion, connection.Welcome.Isolation));
        Assert.Equal(1ul << 30, (ulong)_client.MemoryCeiling.Bytes);
        Assert.Null(_client.Error);
    }

    [Fact]
    public async Task A_refusal_names_the_step()
    {
        using var warden = await AcceptAsync();
        var creating = (await ConnectionAsync()).CreateAsync(new CellPlan { MemoryBytes = 77 });

        var packet = new byte[ControlMessage.MaxPacket];
        var length = await warden.ReceiveAsync(packet);
        Assert.Equal(ControlMessage.Size + CellPlan.Size, length);
        Assert.True(Wire.TryRead<ControlMessage>(packet, out var asked));
        Assert.True(Wire.TryRead<CellPlan>(packet.AsSpan(ControlMessage.Size), out var plan));
        Assert.Equal((ProtocolVersion.Number, ControlKind.CreateCell, 77ul), (asked.Version, asked.Kind, plan.MemoryBytes));
        await SendAsync(warden, ControlKind.CellRefused, asked.Cell, new StepFailure { Step = CellStep.Clone, Errno = 11 });

        var refused = await Assert.ThrowsAsync<CellRefusedException>(() => creating);
        Assert.Equal((CellStep.Clone, 11), (refused.Failure.Step, refused.Failure.Errno));
    }

    [Fact]
    public async Task Losing_the_warden_fails_what_it_was_asked_for_and_the_next_one_is_found()
    {
        var first = await AcceptAsync(generation: 1);
        var connection = await ConnectionAsync();
        var creating = connection.CreateAsync(default);

        first.Dispose();
        await Assert.ThrowsAsync<WardenLostException>(() => creating);
        await Assert.ThrowsAsync<WardenLostException>(() => connection.CreateAsync(default));

        using var second = await AcceptAsync(generation: 2);
        Assert.Equal(2u, (await ConnectionAsync()).Welcome.Generation);
    }

    [Fact]
    public async Task Who_learns_of_the_loss_never_gets_the_lost_connection_again()
    {
        var first = await AcceptAsync();
        var lost = await ConnectionAsync();
        var creating = lost.CreateAsync(default);
        first.Dispose();
        await Assert.ThrowsAsync<WardenLostException>(() => creating);

        var next = _client.ConnectionAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.False(next.IsCompleted);
        using var second = await AcceptAsync();
        Assert.NotSame(lost, await next);
    }

    [Fact]
    public async Task A_message_about_an_unknown_cell_ends_the_connection()
    {
        using var first = await AcceptAsync(generation: 1);
        await ConnectionAsync();

        await SendAsync(first, ControlKind.CellEnded, 99, default(CellUsage));

        using var second = await AcceptAsync(generation: 2);
        Assert.Equal(2u, (await ConnectionAsync()).Welcome.Generation);
    }

    [Theory]
    [InlineData(ProtocolVersion.Number + 1, 1)]
    [InlineData(ProtocolVersion.Number, 0)]
    public async Task A_warden_of_another_kind_is_not_used(byte version, byte images)
    {
        using var wrong = await AcceptAsync(generation: 1, version, images);
        using var right = await AcceptAsync(generation: 2);

        Assert.Equal(2u, (await ConnectionAsync()).Welcome.Generation);
    }

    [Fact]
    public async Task Asking_for_a_warden_that_is_not_there_ends_with_the_patience() =>
        await Assert.ThrowsAsync<TimeoutException>(() => _client.ConnectionAsync(TimeSpan.FromMilliseconds(1), TestContext.Current.CancellationToken));

    [Fact]
    public async Task Who_comes_when_there_has_been_no_warden_for_as_long_does_not_wait()
    {
        var (time, patience) = (new ManualTime(), TimeSpan.FromSeconds(5));
        using var client = new WardenClient(_folder.In("nobody"), images: 1, time, NullLogger.Instance);
        var first = client.ConnectionAsync(patience, TestContext.Current.CancellationToken);
        time.Advance(patience / 2);
        var second = client.ConnectionAsync(patience, TestContext.Current.CancellationToken);
        Assert.Equal((false, false), (first.IsCompleted, second.IsCompleted));

        time.Advance(patience / 2);
        await Assert.ThrowsAsync<TimeoutException>(() => first);
        await Assert.ThrowsAsync<TimeoutException>(() => second);
        Assert.True(client.ConnectionAsync(patience, TestContext.Current.CancellationToken).IsFaulted);
    }

    [Fact]
    public void Without_a_limit_to_its_patience_it_waits()
    {
        var time = new ManualTime();
        using var client = new WardenClient(_folder.In("nobody"), images: 1, time, NullLogger.Instance);
        time.Advance(TimeSpan.FromDays(1));
        Assert.False(client.ConnectionAsync(Timeout.InfiniteTimeSpan, TestContext.Current.CancellationToken).IsCompleted);
    }

    private async Task<WardenConnection> ConnectionAsync() =>
        await _client.ConnectionAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

    private async Task<Socket> AcceptAsync(uint generation = 1, byte version = ProtocolVersion.Number, byte images = 1)
    {
        var warden = await _listener.AcceptAsync(TestContext.Current.CancellationToken);
        var welcome = new WelcomeBody
        {
            Generation = generation,
            CgroupVersion = 2,
            Images = images,
            Isolation = Isolation.Seccomp,
            MaxMemoryBytes = 1 << 30,
        };
        await SendAsync(warden, ControlKind.Welcome, 0, welcome, version);
        return warden;
    }

    private static async Task SendAsync<T>(Socket warden, ControlKind kind, uint cell, T body, byte version = ProtocolVersion.Number)
        where T : unmanaged
    {
        var packet = new byte[ControlMessage.MaxPacket];
        var length = Wire.Write(packet, new ControlMessage { Version = version, Kind = kind, Cell = cell });
        length += Wire.Write(packet.AsSpan(length), body);
        await warden.SendAsync(packet.AsMemory(0, length), SocketFlags.None);
    }
}
