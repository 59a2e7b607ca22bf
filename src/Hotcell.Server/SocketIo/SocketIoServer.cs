using Hotcell.Server.Http;
using Hotcell.Server.SocketIo.EngineIo;

namespace Hotcell.Server.SocketIo;

/// <summary>
/// A server of Socket.IO (protocol 5 over Engine.IO 4), of which nobody maintains one for .NET. Written against the public specifications,
/// <c>docs/engine.io-protocol/v4-current.md</c> and <c>docs/socket.io-protocol/v5-current.md</c> of socketio/socket.io, whose test suites it passes.
/// <para>
/// Theory of operation: two layers. Below, <see cref="EngineIo"/> makes one session of HTTP requests or a WebSocket, with heartbeats and in order. Above,
/// a <see cref="SocketConnection"/> makes of the messages of a session events in namespaces (<see cref="INamespace"/>), which are the application's: this
/// folder knows nothing of what it is used for. Everything a client can make grow is bounded: sessions, what waits to be sent (the sender waits), what comes
/// (the next packet is not read before the last is done), attachments, times. Whatever a client does wrong ends its own connection, with a reason.
/// </para>
/// </summary>
internal sealed partial class SocketIoServer(SocketIoOptions options, BodyBudget budget, TimeProvider time, ILogger<SocketIoServer> log)
{
    private readonly Dictionary<string, INamespace> _namespaces = new(StringComparer.Ordinal);

    public SocketIoOptions Options => options;

    public BodyBudget Budget => budget;

    public EngineSessions Sessions { get; } = new(options.Engine, time);

    /// <summary>Before the first client comes.</summary>
    public void Add(string name, INamespace @namespace) => _namespaces.Add(name, @namespace);

    public INamespace? Find(string name) => _namespaces.GetValueOrDefault(name);

    /// <summary>Takes the requests of a path, of any method.</summary>
    public RequestDelegate Endpoint => new EngineEndpoint(
        Sessions, budget, (context, session) => new SocketConnection(this, session, SocketHandshake.Of(context)), ConnectionPlaces.OwnerOf).HandleAsync;

    [LoggerMessage(Level = LogLevel.Error, Message = "An event of Socket.IO failed unexpectedly")]
    public partial void LogBug(Exception bug);
}
