using Hotcell.Engine.Keys;

namespace Hotcell.Server.Auth;

/// <summary>
/// The keys that open this server: those of its file, read again whenever it has changed, and the one of the environment. Fails closed: a file that
/// cannot be read leaves the keys as they were, and once there was a key, this process asks for one to its end.
/// </summary>
/// <param name="file">Null where there is none.</param>
/// <param name="fixedKey">Of the environment; null where there is none.</param>
internal sealed class KeyRing(KeyFile? file, ApiKey? fixedKey, TimeProvider time, ILogger<KeyRing> log)
{
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private volatile IReadOnlyList<ApiKey> _keys = fixedKey is null ? [] : [fixedKey];
    private volatile bool _needed = fixedKey is not null;
    private (DateTime, long) _stamp;

    /// <summary>What could not be read, and when that was tried.</summary>
    private ((DateTime, long) Stamp, long At)? _failed;

    /// <summary>Whether a request needs a key.</summary>
    public bool IsNeeded
    {
        get
        {
            Refresh();
            return _needed;
        }
    }

    /// <summary>The key with this secret; null when it is nobody's.</summary>
    public ApiKey? Find(string secret) => KeySecret.Match(_keys, secret);

    private void Refresh()
    {
        if (file is null || file.Stamp() == _stamp)
        {
            return;
        }

        lock (_gate)
        {
            var stamp = file.Stamp();
            if (stamp == _stamp || (_failed is { } failed && failed.Stamp == stamp && time.GetElapsedTime(failed.At) < s_retry))
            {
                return;
            }

            try
            {
                IReadOnlyList<ApiKey> read = file.ReadKeys();
                _keys = fixedKey is null ? read : [.. read, fixedKey];
                _needed |= _keys.Count > 0;
                _stamp = stamp;
                _failed = null;
                log.Read(read.Count);
            }
            catch (Exception error) when (error is KeyFileException or IOException or UnauthorizedAccessException)
            {
                if (_failed is null)
                {
                    log.NotRead(error.Message);
                }

                // Whoever cannot see the keys does not know that there are none.
                _needed = true;
                _failed = (stamp, time.GetTimestamp());
            }
        }
    }
}

internal static partial class KeyRingLog
{
    [LoggerMessage(LogLevel.Information, "Keys in the file: {Count}")]
    public static partial void Read(this ILogger log, int count);

    [LoggerMessage(LogLevel.Error, "The file of keys cannot be read, and the keys stay as they were: {Reason}")]
    public static partial void NotRead(this ILogger log, string reason);
}
