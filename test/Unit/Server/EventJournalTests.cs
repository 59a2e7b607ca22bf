using System.Buffers;
using System.Text;
using Hotcell.Server.Api.Executions;
using Hotcell.Unit.Engine;

namespace Hotcell.Unit.Server;

public sealed class EventJournalTests : IDisposable
{
    private const string Owner = "owner";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly ManualTime _time = new();
    private readonly EventJournal _journal;

    public EventJournalTests() => _journal = new EventJournal("id", Owner, s_patience, _time);

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(1000)]
    [InlineData(EventJournal.MostEvents)]
    public void Every_event_can_be_read_from_anywhere(int count)
    {
        Add(count);
        _journal.Complete();

        Assert.Equal(Enumerable.Range(1, count).Select(id => $"{id}"), ReadFrom(0));
        Assert.Equal([$"{count}"], ReadFrom(count - 1));
        Assert.Empty(ReadFrom(count));
        Assert.Empty(ReadFrom(long.MaxValue));
    }

    [Fact]
    public void Of_too_many_events_the_last_are_kept()
    {
        Add((3 * EventJournal.MostEvents) + 5);
        _journal.Complete();

        Assert.Equal(EventJournal.MostEvents, ReadFrom(0).Count);
        Assert.Equal($"{(2 * EventJournal.MostEvents) + 6}", ReadFrom(0)[0]);
        Assert.InRange(_journal.Bytes, EventJournal.MostEvents * 10, EventJournal.MostEvents * 1000);
    }

    [Fact]
    public async Task A_reader_waits_for_news()
    {
        var (none, news) = _journal.After(0);
        Assert.Null(none);
        Assert.False(news!.IsCompleted);

        Add(1);
        await news.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Equal(1, _journal.After(0).Next!.Id);

        _journal.Complete();
        Assert.Equal((null, null), _journal.After(1));
    }

    [Fact]
    public void An_execution_that_nobody_reads_is_stopped_after_a_while()
    {
        _journal.Open().Dispose();
        _time.Advance(s_patience - TimeSpan.FromSeconds(1));
        Assert.False(_journal.Stop.IsCancellationRequested);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.True(_journal.Stop.IsCancellationRequested);
    }

    [Fact]
    public void Who_comes_back_in_time_keeps_it_running()
    {
        var other = _journal.Open();
        _journal.Open().Dispose();
        _time.Advance(2 * s_patience);
        other.Dispose();
        _time.Advance(s_patience / 2);
        using var back = _journal.Open();
        _time.Advance(2 * s_patience);

        Assert.False(_journal.Stop.IsCancellationRequested);
    }

    [Fact]
    public void What_is_over_is_not_stopped()
    {
        var reader = _journal.Open();
        _journal.Complete();
        reader.Dispose();
        _time.Advance(2 * s_patience);
        _journal.Abandon();

        Assert.False(_journal.Stop.IsCancellationRequested);
    }

    [Fact]
    public async Task Who_asks_for_the_end_waits_for_it()
    {
        var end = _journal.EndAsync(TestContext.Current.CancellationToken);
        Add(3);
        Assert.False(end.IsCompleted);
        _journal.Complete();
        Assert.Equal(3, (await end.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken))!.Id);

        _journal.Dispose();
        Assert.Null(await _journal.EndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Cancelling_stops_what_runs_and_nothing_else()
    {
        using var over = new EventJournal("over", Owner, s_patience, _time);
        over.Complete();
        over.Cancel();
        _journal.Cancel();
        Assert.Equal((false, false, true, true), (over.IsCancelled, over.Stop.IsCancellationRequested, _journal.IsCancelled, _journal.Stop.IsCancellationRequested));
    }

    [Fact]
    public void Another_caller_does_not_find_it()
    {
        using var journals = new EventJournals(160 << 20, _time);
        var journal = Kept(journals);
        Assert.Equal((journal, null), (journals.Find(journal.Id, Owner), journals.Find(journal.Id, "another")));
    }

    [Fact]
    public void What_is_over_is_kept_for_five_minutes()
    {
        using var journals = new EventJournals(160 << 20, _time);
        var (over, running) = (Kept(journals), Kept(journals));
        over.Complete();

        _time.Advance(TimeSpan.FromMinutes(4));
        Assert.Same(over, journals.Find(over.Id, Owner));
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Null(journals.Find(over.Id, Owner));
        Assert.Same(running, journals.Find(running.Id, Owner));
    }

    [Fact]
    public void What_is_kept_is_bounded_in_number_and_bytes()
    {
        using var journals = new EventJournals(160 << 20, _time);
        var many = Enumerable.Range(0, 300).Select(_ => Over(journals, bytes: 0)).ToList();
        journals.Sweep();
        Assert.Equal(256, many.Count(journal => journals.Find(journal.Id, Owner) is not null));
        Assert.NotNull(journals.Find(many[^1].Id, Owner));

        var large = Enumerable.Range(0, 5).Select(_ => Over(journals, bytes: 70 << 20)).ToList();
        journals.Sweep();
        Assert.Equal([false, false, false, true, true], large.Select(journal => journals.Find(journal.Id, Owner) is not null));
        Assert.Null(journals.Find(many[^1].Id, Owner));
    }

    [Fact]
    public void The_last_is_kept_however_much_it_holds()
    {
        using var journals = new EventJournals(1 << 20, _time);
        var (before, last) = (Over(journals, bytes: 0), Over(journals, bytes: 2 << 20));
        journals.Sweep();
        Assert.Equal((null, last), (journals.Find(before.Id, Owner), journals.Find(last.Id, Owner)));
    }

    [Fact]
    public void What_is_being_read_goes_last_and_its_reader_learns_of_it()
    {
        using var journals = new EventJournals(160 << 20, _time);
        var read = Over(journals, bytes: 100 << 20);
        using var reader = read.Open();
        var younger = Over(journals, bytes: 100 << 20);
        journals.Sweep();
        Assert.Equal((true, false), (journals.Find(read.Id, Owner) is not null, journals.Find(younger.Id, Owner) is not null));

        using var other = Over(journals, bytes: 150 << 20).Open();
        journals.Sweep();
        Assert.True(read.IsGone);
        Assert.Equal((null, null), read.After(0));
    }

    /// <summary>Wherever a text is cut, its pieces are whole.</summary>
    [Fact]
    public void No_character_is_torn()
    {
        byte[] bytes = [.. "aé€😀\0"u8, 0xff, 0xc3, 0x28, 0xf0, 0x9f, .. "z"u8, 0x80, .. "€"u8, 0xe2, 0x82];
        var random = new Random(1);
        for (var round = 0; round < 2000; round++)
        {
            var (joints, text) = (new Utf8Joints(tears: false), new StringBuilder());
            for (ReadOnlyMemory<byte> rest = bytes; !rest.IsEmpty;)
            {
                var length = Math.Min(rest.Length, random.Next(1, 6));
                var (joint, whole) = joints.Add(rest[..length]);
                text.Append(Encoding.UTF8.GetString(joint.Span)).Append(Encoding.UTF8.GetString(whole.Span));
                rest = rest[length..];
            }

            Assert.Equal(Encoding.UTF8.GetString(bytes), text.Append(Encoding.UTF8.GetString(joints.Rest.Span)).ToString());
        }
    }

    /// <summary>Else a program that tears every piece would be held twice, and counted once.</summary>
    [Fact]
    public void What_follows_a_torn_character_is_not_copied()
    {
        var joints = new Utf8Joints(tears: false);
        ReadOnlyMemory<byte> bytes = (byte[])[0x82, 0xac, .. "the rest"u8, 0xe2];

        joints.Add(new byte[] { 0xe2 });
        var (joint, whole) = joints.Add(bytes);

        Assert.Equal("€", Encoding.UTF8.GetString(joint.Span));
        Assert.Equal("the rest", Encoding.UTF8.GetString(whole.Span));
        Assert.True(whole.Span.Overlaps(bytes.Span));
    }

    public void Dispose() => _journal.Dispose();

    private EventJournal Over(EventJournals journals, int bytes)
    {
        var journal = Kept(journals);
        journal.Add("x", bytes, _ => { });
        _time.Advance(TimeSpan.FromTicks(1000));
        journal.Complete();
        return journal;
    }

    private static EventJournal Kept(EventJournals journals)
    {
        var journal = journals.New(Owner);
        journals.Keep(journal);
        return journal;
    }

    private void Add(int count)
    {
        for (var i = 1; i <= count; i++)
        {
            var id = i;
            _journal.Add("event", 10, output => output.Write(Encoding.ASCII.GetBytes($"{id}")));
        }
    }

    private List<string> ReadFrom(long last)
    {
        var read = new List<string>();
        while (_journal.After(last).Next is { } next)
        {
            var json = new ArrayBufferWriter<byte>();
            next.Write(json);
            Assert.Equal($"{next.Id}", Encoding.ASCII.GetString(json.WrittenSpan));
            read.Add($"{next.Id}");
            last = next.Id;
        }

        return read;
    }
}
