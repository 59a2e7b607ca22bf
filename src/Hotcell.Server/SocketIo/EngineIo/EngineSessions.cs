using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Hotcell.Server.Http;

namespace Hotcell.Server.SocketIo.EngineIo;

/// <summary>All sessions that live: a bounded number, of which one owner has at most half.</summary>
internal sealed class EngineSessions(EngineIoOptions options, TimeProvider time)
{
    /// <summary>Whoever knows an id can speak in its session.</summary>
    private const int IdBytes = 18;

    private readonly ConcurrentDictionary<string, EngineSession> _sessions = new(StringComparer.Ordinal);
    private readonly ConnectionPlaces _places = new(options.MaxSessions);

    public EngineIoOptions Options => options;

    public int Count => _places.Count;

    /// <summary>Null where there are too many.</summary>
    /// <inheritdoc cref="EngineSession(string, string, bool, EngineIoOptions, TimeProvider, Func{EngineSession, IEngineHandler}, Action{EngineSession})"/>
    public EngineSession? TryOpen(string owner, bool polls, Func<EngineSession, IEngineHandler> handler)
    {
        if (!_places.TryEnter(owner))
        {
            return null;
        }

        var session = new EngineSession(NewId(), owner, polls, options, time, handler, Forget);
        _sessions[session.Id] = session;
        return session;
    }

    public EngineSession? Find(string id) => _sessions.GetValueOrDefault(id) is { } session && session.IsAlive() ? session : null;

    /// <summary>As <see cref="Find"/>, for a poll.</summary>
    public EngineSession? FindForPoll(string id) => _sessions.GetValueOrDefault(id) is { MayPoll: true } session ? session : null;

    public void CloseAll(string reason)
    {
        foreach (var session in _sessions.Values)
        {
            session.Close(reason);
        }
    }

    /// <summary>That nobody can guess.</summary>
    public static string NewId() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes));

    private void Forget(EngineSession session)
    {
        if (_sessions.TryRemove(session.Id, out _))
        {
            _places.Leave(session.Owner);
        }
    }
}
