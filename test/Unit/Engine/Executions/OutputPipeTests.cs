using System.Text;
using Hotcell.Engine.Executions;

namespace Hotcell.Unit.Engine.Executions;

public sealed class OutputPipeTests
{
    private const int Window = 1000;

    private readonly OutputPipe _pipe;
    private int _appended;

    public OutputPipeTests() => _pipe = new OutputPipe(Window, () => _appended++);

    [Fact]
    public async Task Everything_comes_once_and_in_order()
    {
        Append(OutputStream.Stdout, "a");
        Append(OutputStream.Stdout, "b");
        Append(OutputStream.Stderr, "1");
        Append(OutputStream.Stdout, "c");
        _pipe.Complete();

        Assert.Equal(["Stdout ab", "Stderr 1", "Stdout c"], await FollowAsync());
        Assert.Equal(4, _appended);
        Assert.True(_pipe.Collect().Interleaved.IsEmpty);
    }

    [Fact]
    public async Task A_follower_gets_each_byte_when_it_comes()
    {
        await using var follower = _pipe.FollowAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        var next = follower.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);
        Append(OutputStream.Stdout, "x");
        Assert.True(await next);
        Assert.Equal("x", Encoding.UTF8.GetString(follower.Current.Bytes.Span));

        next = follower.MoveNextAsync().AsTask();
        _pipe.Complete();
        Assert.False(await next);
    }

    [Fact]
    public async Task Above_the_window_there_is_no_room_until_the_follower_takes()
    {
        Append(OutputStream.Stdout, new string('x', Window));
        var room = _pipe.RoomAsync().AsTask();
        Assert.False(room.IsCompleted);

        await using var follower = _pipe.FollowAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await follower.MoveNextAsync());
        await room;
        Assert.True(_pipe.RoomAsync().AsTask().IsCompletedSuccessfully);
    }

    [Fact]
    public void Small_writes_to_both_streams_in_turn_fill_the_window_too()
    {
        for (var i = 0; i < Window / 32; i++)
        {
            Append(i % 2 == 0 ? OutputStream.Stdout : OutputStream.Stderr, "x");
        }

        Assert.False(_pipe.RoomAsync().AsTask().IsCompleted);
    }

    [Fact]
    public async Task When_the_program_is_being_ended_there_is_room()
    {
        Append(OutputStream.Stdout, new string('x', 2 * Window));
        var room = _pipe.RoomAsync().AsTask();
        _pipe.Release();
        await room;
        Append(OutputStream.Stdout, new string('x', 2 * Window));
        Assert.True(_pipe.RoomAsync().AsTask().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task No_piece_is_large()
    {
        Append(OutputStream.Stdout, new string('x', 100_000));
        _pipe.Complete();
        var pieces = await FollowAsync();
        Assert.Equal(100_000 + ("Stdout ".Length * pieces.Count), pieces.Sum(piece => piece.Length));
        Assert.All(pieces, piece => Assert.InRange(piece.Length, 1, (16 * 1024) + "Stdout ".Length));
    }

    private void Append(OutputStream stream, string text) => _pipe.Append(stream, Encoding.UTF8.GetBytes(text));

    private async Task<List<string>> FollowAsync()
    {
        var pieces = new List<string>();
        await foreach (var (stream, bytes) in _pipe.FollowAsync(TestContext.Current.CancellationToken))
        {
            pieces.Add($"{stream} {Encoding.UTF8.GetString(bytes.Span)}");
        }

        return pieces;
    }
}
