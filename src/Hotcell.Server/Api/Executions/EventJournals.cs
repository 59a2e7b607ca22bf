using System.Collections.Concurrent;

namespace Hotcell.Server.Api.Executions;

/// <summary>
/// The journals of executions that run, and of those that are over, for a while: bounded in time, number and bytes. Those that have been over for longest go
/// first, and those that somebody is reading last. Those that run are bounded by the queue.
/// </summary>
internal sealed class EventJournals : IDisposable
{
    private const int MostOver = 256;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_kept = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_sweep = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, EventJournal> _journals = new(StringComparer.Ordinal);
    private readonly long _mostBytes;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;

    /// <param name="mostBytes">That those hold that are over; the one that is over last may hold more by itself.</param>
    public EventJournals(long mostBytes, TimeProvider time)
    {
        _mostBytes = mostBytes;
        _time = time;
        _timer = time.CreateTimer(_ => Sweep(), null, s_sweep, s_sweep);
    }

    /// <summary>A journal that nobody can find yet.</summary>
    /// <param name="owner">Id of the caller, to whom alone it is shown.</param>
    public EventJournal New(string owner) => new(Guid.CreateVersion7().ToString(), owner, s_patience, _time);

    public void Keep(EventJournal journal) => _journals[journal.Id] = journal;

    /// <summary>Null where there is none any more, or it is another caller's.</summary>
    public EventJournal? Find(string id, string owner) => _journals.GetValueOrDefault(id) is { } journal && journal.Owner == owner ? journal : null;

    /// <summary>Lets go of what need not be kept.</summary>
    public void Sweep()
    {
        var (count, bytes) = (0, 0L);
        foreach (var over in _journals.Values.Where(journal => journal.IsComplete).OrderByDescending(journal => (journal.IsRead, journal.CompletedAt)))
        {
            (count, bytes) = (count + 1, bytes + over.Bytes);
            if ((count > MostOver || (count > 1 && bytes > _mostBytes) || _time.GetElapsedTime(over.CompletedAt) > s_kept) && _journals.TryRemove(over.Id, out _))
            {
                over.Dispose();
            }
        }
    }

    public void Dispose() => _timer.Dispose();
}
