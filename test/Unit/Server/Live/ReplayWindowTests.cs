using System.Text;
using Hotcell.Server.Api.Executions.Live;

namespace Hotcell.Unit.Server.Live;

public sealed class ReplayWindowTests
{
    private const int Kept = 4000;
    private const int Backlog = 1000;

    private readonly ReplayWindow _window = new(Kept, Backlog);

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
