namespace Hotcell.Server.Http;

/// <summary>
/// How many bytes of unread request bodies the process may hold at once. One body is bounded by Kestrel; this bounds their sum, so that a
/// thousand clients with large inputs are told to come back instead of filling the memory. What was read is the queue's to bound.
/// </summary>
internal sealed class BodyBudget(long bytes)
{
    private long _free = bytes;

    /// <summary>A lease of nothing yet; what it takes is given back when it is disposed.</summary>
    public Lease Open() => new(this);

    public sealed class Lease(BodyBudget budget) : IDisposable
    {
        private long _taken;

        /// <summary>Takes <paramref name="count"/> bytes more; false when there are not so many left.</summary>
        public bool TryTake(long count)
        {
            if (Interlocked.Add(ref budget._free, -count) < 0)
            {
                Interlocked.Add(ref budget._free, count);
                return false;
            }

            _taken += count;
            return true;
        }

        public void Dispose()
        {
            Interlocked.Add(ref budget._free, _taken);
            _taken = 0;
        }
    }
}
