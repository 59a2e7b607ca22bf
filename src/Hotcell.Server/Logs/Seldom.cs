namespace Hotcell.Server.Logs;

/// <summary>Lets what goes on all the time be said only now and then.</summary>
internal sealed class Seldom(TimeSpan silence, TimeProvider time)
{
    private readonly Lock _lock = new();
    private long? _said;

    /// <summary>Whether it may be said now, and so not again for a while.</summary>
    public bool MaySay()
    {
        lock (_lock)
        {
            if (_said is { } said && time.GetElapsedTime(said) < silence)
            {
                return false;
            }

            _said = time.GetTimestamp();
            return true;
        }
    }
}
