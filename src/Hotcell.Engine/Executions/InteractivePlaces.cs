namespace Hotcell.Engine.Executions;

/// <summary>
/// Places of interactive programs: bounded, for all and for each caller, in number and in what their requests keep in memory until they end. Nobody waits for one,
/// since somebody sits there and waits.
/// </summary>
internal sealed class InteractivePlaces(EngineOptions options, TimeProvider time)
{
    private readonly ExecutionQueue _places = new(options.MaxInteractive, 0, default, time, "Too many interactive programs are running.");

    /// <summary>A caller may run the largest program that there may be, whatever the operator allows.</summary>
    private readonly long _room = Math.Max(options.MaxInteractiveBytes.Bytes, 2 * (options.MaxSource.Bytes + options.MaxStdin.Bytes));
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _bytes = new(StringComparer.Ordinal);

    public int Running => _places.Now.Running;

    /// <summary>A place, until it is disposed.</summary>
    /// <param name="bytes">What the request keeps in memory as long.</param>
    /// <exception cref="RejectedException">There is none, or the server is shutting down.</exception>
    public IDisposable Enter(Caller caller, long bytes)
    {
        var most = Math.Min(options.MaxInteractiveOfCaller, caller.Concurrency ?? int.MaxValue);
        Hold(caller.Id, bytes);
        try
        {
            // With no room to wait in, whoever is not refused has it.
            return new Place(this, caller.Id, bytes, _places.EnterAsync(caller with { Concurrency = most }, 0, CancellationToken.None).Result);
        }
        catch
        {
            LetGo(caller.Id, bytes);
            throw;
        }
    }

    public Task CloseAsync() => _places.CloseAsync();

    /// <exception cref="RejectedException">It is more than there is room for, of which one caller has at most half.</exception>
    private void Hold(string caller, long bytes)
    {
        lock (_gate)
        {
            var own = _bytes.GetValueOrDefault(caller) + bytes;
            if (own > _room / 2 || _bytes.Values.Sum() + bytes > _room)
            {
                throw new RejectedException(RejectionKind.Busy, "The interactive programs that are running keep too much in memory.", retryAfter: TimeSpan.FromSeconds(1));
            }

            _bytes[caller] = own;
        }
    }

    private void LetGo(string caller, long bytes)
    {
        lock (_gate)
        {
            if ((_bytes[caller] = _bytes.GetValueOrDefault(caller) - bytes) == 0)
            {
                _bytes.Remove(caller);
            }
        }
    }

    private sealed class Place(InteractivePlaces places, string caller, long bytes, IDisposable place) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                places.LetGo(caller, bytes);
                place.Dispose();
            }
        }
    }
}
