using System.Text;
using Hotcell.Engine.Executions;

namespace Hotcell.Unit.Engine.Executions;

public sealed class OutputLogTests
{
    private readonly OutputLog _log = new();

    private void Out(string text) => _log.Append(OutputStream.Stdout, Encoding.UTF8.GetBytes(text));

    private void Err(string text) => _log.Append(OutputStream.Stderr, Encoding.UTF8.GetBytes(text));

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    [Fact]
    public void Keeps_the_streams_apart_and_in_order()
    {
        Out("a");
        Out("b");
        Err("1");
        Out("c");
        Err("23");

        var output = _log.Collect();

        Assert.Equal(("abc", "123", "ab1c23"), (Text(output.Stdout), Text(output.Stderr), Text(output.Interleaved)));
    }

    [Fact]
    public void Nothing_written_is_nothing_collected()
    {
        var output = _log.Collect();

        Assert.True(output.Stdout.IsEmpty && output.Stderr.IsEmpty && output.Interleaved.IsEmpty);
        Assert.Equal(0, output.Held);
    }

    [Theory]
    [InlineData(OutputStream.Stdout)]
    [InlineData(OutputStream.Stderr)]
    public void One_stream_is_also_both(OutputStream stream)
    {
        _log.Append(stream, "x"u8);

        var output = _log.Collect();

        Assert.Equal("x", Text(output.Interleaved));
        Assert.Equal("x", Text(stream == OutputStream.Stdout ? output.Stdout : output.Stderr));
        Assert.True((stream == OutputStream.Stdout ? output.Stderr : output.Stdout).IsEmpty);
    }

    [Fact]
    public async Task A_follower_that_comes_late_gets_everything_in_few_pieces()
    {
        for (var i = 0; i < 1000; i++)
        {
            Out("x");
        }

        Err("e");
        _log.Complete();

        Assert.Equal([$"Stdout {new string('x', 1000)}", "Stderr e"], await FollowAsync());
    }

    [Fact]
    public async Task A_follower_gets_each_byte_when_it_comes()
    {
        await using var follower = _log.FollowAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        foreach (var text in new[] { "one", "two" })
        {
            var next = follower.MoveNextAsync();
            Assert.False(next.IsCompleted);
            Out(text);
            Assert.True(await next);
            Assert.Equal(text, Text(follower.Current.Bytes));
        }

        var end = follower.MoveNextAsync();
        _log.Complete();
        Assert.False(await end);
    }

    [Fact]
    public async Task What_a_follower_was_given_stays_true_while_the_log_grows()
    {
        Out("start");
        await using var follower = _log.FollowAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await follower.MoveNextAsync());
        var given = follower.Current.Bytes;

        Out(new string('y', 100_000));

        Assert.Equal("start", Text(given));
    }

    [Fact]
    public async Task A_writer_and_a_follower_agree_under_load()
    {
        var writing = Task.Run(() =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                _log.Append(i % 3 == 0 ? OutputStream.Stderr : OutputStream.Stdout, [(byte)i]);
            }

            _log.Complete();
        }, TestContext.Current.CancellationToken);

        var followed = new MemoryStream();
        await foreach (var (_, bytes) in _log.FollowAsync(TestContext.Current.CancellationToken))
        {
            followed.Write(bytes.Span);
        }

        await writing;
        Assert.Equal(_log.Collect().Interleaved.ToArray(), followed.ToArray());
    }

    private async Task<List<string>> FollowAsync()
    {
        var pieces = new List<string>();
        await foreach (var (stream, bytes) in _log.FollowAsync(TestContext.Current.CancellationToken))
        {
            pieces.Add($"{stream} {Text(bytes)}");
        }

        return pieces;
    }
}
