namespace Hotcell.Server.Http;

/// <summary>
/// How many bytes the process may hold at once for what clients send slowly or fetch slowly. When there is no room, whoever holds the most has
/// to go, as long as it has had <paramref name="grace"/>: a client that stalls holds its memory only while nobody else needs it. What was
/// taken from it counts as free at once; its owner sees <see cref="Lease.Revoked"/> and lets go in its own time, which is soon.
/// </summary>
/// <param name="bytes">All leases together.</param>
/// <param name="grace">How long a lease is safe, so that a rush of newcomers does not keep everybody from finishing.</param>
internal class MemoryBudget(long bytes, TimeSpan grace, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly HashSet<Lease> _leases = [];
    private readonly long _all = bytes;
    private long _free = bytes;

    /// <summary>A lease of nothing yet; what it takes is given back when it is disposed.</summary>
    public Lease Open() => new(this);

    /// <summary>Revokes leases, largest first, until <paramref name="count"/> bytes are free or nobody is left whom it may meet.</summary>
    private void MakeRoom(long count, Lease asking)
    {
        while (_free < count && _leases.Where(lease => lease != asking && lease.Held > 0 && time.GetElapsedTime(lease.Since) >= grace).MaxBy(lease => lease.Held) is { } largest)
        {
            _leases.Remove(largest);
            _free += largest.Revoke();
        }
    }

    public sealed class Lease(MemoryBudget budget) : IDisposable
    {
        private readonly CancellationTokenSource _revoked = new();
        private bool _over;

        public long Since { get; } = budget.Time.GetTimestamp();

        public long Held { get; private set; }

        /// <summary>Others need the memory: stop, and dispose the lease.</summary>
        public CancellationToken Revoked => _revoked.Token;

        /// <summary>Takes <paramref name="count"/> bytes more; false when there are not so many to be had, or the lease was revoked.</summary>
        public bool TryTake(long count)
        {
            lock (budget._gate)
            {
                if (_over || Held + count > budget._all)
                {
                    return false;
                }

                budget.MakeRoom(count, this);
                if (budget._free < count)
                {
                    return false;
                }

                Account(count);
                return true;
            }
        }

        /// <summary>Takes bytes that exist already, for which others must make room.</summary>
        public void Take(long count)
        {
            lock (budget._gate)
            {
                if (!_over)
                {
                    budget.MakeRoom(count, this);
                    Account(count);
                }
            }
        }

        public void GiveBack(long count)
        {
            lock (budget._gate)
            {
                if (!_over)
                {
                    Account(-count);
                }
            }
        }

        /// <summary>With the gate held: ends the lease, and returns what it held.</summary>
        public long Revoke()
        {
            _over = true;
            _ = _revoked.CancelAsync();
            return Held;
        }

        public void Dispose()
        {
            lock (budget._gate)
            {
                if (!_over)
                {
                    _over = true;
                    budget._free += Held;
                    budget._leases.Remove(this);
                }
            }
        }

        private void Account(long count)
        {
            Held += count;
            budget._free -= count;
            budget._leases.Add(this);
        }
    }

    private TimeProvider Time => time;
}

/// <summary>Of request bodies that are not read to their end yet. What was read is the queue's to bound.</summary>
internal sealed class BodyBudget(long bytes, TimeProvider time) : MemoryBudget(bytes, s_grace, time)
{
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(5);
}

/// <summary>Of answers that are not sent to their end yet. There is no refusing them: their programs have run.</summary>
internal sealed class AnswerBudget(long bytes, TimeProvider time) : MemoryBudget(bytes, TimeSpan.Zero, time);
