using System.Text;
using Hotcell.Server.Api.Executions.Live;

namespace Hotcell.Unit.Server.Live;

public sealed class ReplayWindowTests
{
    private const int Kept = 4000;
    private const int Backlog = 1000;
    private const int Flight = 300;

    private readonly ReplayWindow _window = new(Kept, Backlog, Flight);

    [Fact]
    public async Task A_reader_gets_what_there_is_and_what_comes_until_the_end()
    {
        _window.AddText("queued"u8.ToArray());
        var (reader, offset) = _window.Attach(0)!.Value;
        _window.AddOutput(1, "one"u8);
        Assert.Equal((0, "queued|1one"), (offset, ReadAll(reader)));

        var (none, news) = _window.Take(reader);
        Assert.Null(none);
        Assert.False(news!.IsCompleted);
        _window.AddOutput(2, "two"u8);
        await news.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Equal("2two", ReadAll(reader));

        _window.Complete(LiveCloses.Finished);
        Assert.Equal((null, null), _window.Take(reader));
        Assert.Equal(LiveCloses.Finished, _window.EndOf(reader));
    }

    [Theory]
    [InlineData(0, "queued|1abc|started|2defg|finished")]
    [InlineData(2, "1c|started|2defg|finished")]
    [InlineData(3, "started|2defg|finished")]
    [InlineData(5, "2fg|finished")]
    [InlineData(7, "finished")]
    public void Who_comes_back_gets_what_it_has_not(int since, string expected)
    {
        AddExample();
        var first = _window.Attach(0)!.Value.Reader;
        ReadAll(first);

        var (reader, offset) = _window.Attach(since)!.Value;
        Assert.Equal((since, expected), (offset, ReadAll(reader)));
        Assert.True(_window.IsCurrent(reader));
        Assert.False(_window.IsCurrent(first));
        Assert.Equal((null, null), _window.Take(first));
        Assert.Equal(LiveCloses.TakenOver, _window.EndOf(first));
    }

    [Fact]
    public void Nobody_has_had_more_than_there_was()
    {
        AddExample();
        Assert.NotNull(_window.Attach(7));
        Assert.Null(_window.Attach(8));
    }

    [Fact]
    public void What_was_sent_long_ago_is_gone_and_that_is_told()
    {
        var (reader, _) = _window.Attach(0)!.Value;
        for (var i = 0; i < 1000; i++)
        {
            _window.AddOutput(1, new byte[100]);
            ReadAll(reader);
            Assert.InRange(_window.Held, 0, (2 * Kept) + Backlog);
        }

        var (again, offset) = _window.Attach(10)!.Value;
        Assert.InRange(100_000 - offset, Kept / 2, 2 * Kept);
        Assert.Equal(100_000 - offset, BytesOf(again));
    }

    [Fact]
    public void What_was_not_sent_is_never_forgotten()
    {
        for (var i = 0; i < 100; i++)
        {
            _window.AddOutput(1, new byte[1000]);
        }

        var (reader, offset) = _window.Attach(0)!.Value;
        Assert.Equal((0, 100_000), (offset, BytesOf(reader)));
    }

    [Fact]
    public async Task Whoever_writes_waits_for_a_slow_reader_and_not_when_it_is_over()
    {
        var (reader, _) = _window.Attach(0)!.Value;
        _window.AddOutput(1, new byte[Backlog + 1]);
        var waiting = _window.RoomAsync().AsTask();
        Assert.False(waiting.IsCompleted);
        _window.Take(reader);
        await waiting.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        _window.AddOutput(1, new byte[Backlog + 1]);
        waiting = _window.RoomAsync().AsTask();
        Assert.False(waiting.IsCompleted);
        _window.Release();
        await waiting.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.True(_window.RoomAsync().AsTask().IsCompleted);
    }

    [Fact]
    public async Task Who_acknowledges_is_sent_as_much_as_it_has_acknowledged()
    {
        var (reader, _) = _window.Attach(0)!.Value;
        Assert.True(_window.Ack(reader, 0));
        for (var i = 0; i < 10; i++)
        {
            _window.AddOutput(1, new byte[100]);
        }

        _window.AddText("finished"u8.ToArray());
        _window.Complete(LiveCloses.Finished);
        Assert.Equal(300, BytesOf(reader));
        var (none, news) = _window.Take(reader);
        Assert.Null(none);

        Assert.True(_window.Ack(reader, 1));
        await news!.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Equal(100, BytesOf(reader));
        Assert.True(_window.Ack(reader, 400));
        Assert.Equal(300, BytesOf(reader));
        Assert.True(_window.Ack(reader, 700));
        Assert.EndsWith("|finished", ReadAll(reader));
        Assert.Equal((null, null), _window.Take(reader));
    }

    [Fact]
    public void What_is_not_acknowledged_is_not_forgotten_however_small_its_pieces()
    {
        var (reader, _) = _window.Attach(0)!.Value;
        _window.Ack(reader, 0);
        for (var i = 0; i < 200; i++)
        {
            _window.AddOutput(1, "x"u8);
            ReadAll(reader);
        }

        Assert.Equal(0, _window.Attach(0)!.Value.Offset);
    }

    [Fact]
    public async Task Who_comes_back_with_all_of_it_lets_the_writer_go_on()
    {
        _window.AddOutput(1, new byte[2 * Backlog]);
        var room = _window.RoomAsync().AsTask();
        Assert.False(room.IsCompleted);
        _window.Attach(2 * Backlog);
        await room.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Whoever_writes_waits_for_acknowledgements()
    {
        var (reader, _) = _window.Attach(0)!.Value;
        _window.Ack(reader, 0);
        var (written, waiting) = (0, Task.CompletedTask);
        for (; waiting.IsCompleted; waiting = _window.RoomAsync().AsTask())
        {
            written += 100;
            _window.AddOutput(1, new byte[100]);
            ReadAll(reader);
        }

        Assert.InRange(written, Flight, Flight + Backlog);
        _window.Ack(reader, Flight);
        ReadAll(reader);
        Assert.False(waiting.IsCompleted);
        _window.Ack(reader, 2 * Flight);
        ReadAll(reader);
        _window.Ack(reader, 3 * Flight);
        ReadAll(reader);
        await waiting.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Cannot_acknowledge_less_than_before_or_more_than_was_sent()
    {
        var (reader, _) = _window.Attach(0)!.Value;
        _window.AddOutput(1, new byte[100]);
        _window.AddOutput(1, new byte[100]);
        Assert.False(_window.Ack(reader, 1));
        _window.Take(reader);
        Assert.False(_window.Ack(reader, 101));
        Assert.True(_window.Ack(reader, 100));
        Assert.True(_window.Ack(reader, 100));
        Assert.False(_window.Ack(reader, 99));
        ReadAll(reader);
        Assert.False(_window.Ack(reader, 201));
        Assert.True(_window.Ack(reader, 200));
    }

    [Fact]
    public void Who_comes_back_has_acknowledged_what_it_has()
    {
        var (first, _) = _window.Attach(0)!.Value;
        _window.Ack(first, 0);
        for (var i = 0; i < 10; i++)
        {
            _window.AddOutput(1, new byte[100]);
        }

        ReadAll(first);
        var (again, _) = _window.Attach(150)!.Value;
        Assert.Equal(350, BytesOf(again));
        Assert.False(_window.Ack(again, 149));
        Assert.True(_window.Ack(first, 1));
        Assert.True(_window.Ack(again, 500));
        Assert.Equal(300, BytesOf(again));
    }

    [Fact]
    public void What_is_left_of_what_has_ended_waits_for_nothing()
    {
        var (reader, _) = _window.Attach(0)!.Value;
        _window.Ack(reader, 0);
        _window.AddOutput(1, new byte[1000]);
        _window.AddOutput(1, new byte[1000]);
        Assert.Equal(1000, BytesOf(reader));
        var (_, news) = _window.Take(reader);
        _window.Release();
        Assert.True(news!.IsCompleted);
        Assert.Equal(1000, BytesOf(reader));
    }

    private void AddExample()
    {
        _window.AddText("queued"u8.ToArray());
        _window.AddOutput(1, "abc"u8);
        _window.AddText("started"u8.ToArray());
        _window.AddOutput(2, "defg"u8);
        _window.AddText("finished"u8.ToArray());
    }

    private string ReadAll(int reader)
    {
        var read = new List<string>();
        while (_window.Take(reader).Next is { } message)
        {
            read.Add(message.IsBinary ? $"{message.Bytes.Span[0]}{Encoding.ASCII.GetString(message.Bytes.Span[1..])}" : Encoding.ASCII.GetString(message.Bytes.Span));
        }

        return string.Join('|', read);
    }

    private long BytesOf(int reader)
    {
        var bytes = 0L;
        while (_window.Take(reader).Next is { } message)
        {
            bytes += message.Output;
        }

        return bytes;
    }
}
