using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Json;
using Hotcell.Server.Http;
using Hotcell.Server.SocketIo;
using Hotcell.Server.SocketIo.EngineIo;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Hotcell.Conformance;

/// <summary>
/// The server that the public test suites expect: <c>/engine.io/</c> sends every message back, and <c>/socket.io/</c> every event. Nothing of it is Hotcell but the
/// protocols.
/// </summary>
public class EchoServer : IAsyncLifetime
{
    /// <summary>Between two pings, and for their answers.</summary>
    internal static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);

    private readonly EngineIoOptions _engine;

    /// <summary>With the heartbeat that <see cref="PublicSuiteTests"/> tells the public suites.</summary>
    public EchoServer()
        : this(Beat, Beat)
    {
    }

    private protected EchoServer(TimeSpan interval, TimeSpan timeout) => _engine = new EngineIoOptions { PingInterval = interval, PingTimeout = timeout, MaxPayload = 1_000_000 };

    private WebApplication? _app;

    public Uri Address { get; private set; } = null!;

    /// <summary>Of <c>/socket.io/</c>.</summary>
    internal EngineSessions Sessions { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(new AnswerBudget(1 << 28, TimeProvider.System));
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.UseWebSockets();
        _app.UseRouting();
        var budget = new BodyBudget(1 << 28, TimeProvider.System);
        _app.Map("/engine.io/", new EngineEndpoint(new EngineSessions(_engine, TimeProvider.System), budget, (_, session) => new EchoMessages(session), _ => "").HandleAsync);
        var server = new SocketIoServer(
            new SocketIoOptions { Engine = _engine, ConnectTimeout = 4 * Beat }, budget, TimeProvider.System, _app.Services.GetRequiredService<ILogger<SocketIoServer>>());
        server.Add("/", new Echo());
        server.Add("/custom", new Echo());
        _app.Map("/socket.io/", server.Endpoint);
        Sessions = server.Sessions;
        await _app.StartAsync();
        Address = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync(new CancellationToken(canceled: true));
            await _app.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Beats as often, and forgives a client that is slow to answer.</summary>
    public sealed class Patient() : EchoServer(TimeSpan.FromMilliseconds(300), TimeSpan.FromSeconds(30));

    /// <summary>Does not beat while a test runs.</summary>
    public sealed class Silent() : EchoServer(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10));

    private sealed class EchoMessages(EngineSession session) : IEngineHandler
    {
        public Task ReceiveAsync(EnginePacket message) => session.Outbox.SendAsync([message]).AsTask();

        public void Closed(string reason)
        {
        }
    }

    private sealed class Echo : INamespace
    {
        public ISocketHandler Connect(ClientSocket socket, JsonElement auth) =>
            auth.TryGetProperty("refuse", out var why) ? throw new ConnectRefusedException(why.GetString()!, output => output.Write("{\"status\":401}"u8)) : new EchoEvents(socket, auth);
    }

    private sealed class EchoEvents(ClientSocket socket, JsonElement auth) : ISocketHandler
    {
        public ValueTask ConnectedAsync() => socket.EmitAsync("auth", Raw([auth]));

        public ValueTask ReceiveAsync(SocketEvent received) => received switch
        {
            { Name: "message-with-ack", Id: { } id } => socket.AckAsync(id, Raw(received.Args), received.Attachments),
            { Name: "message" } => socket.EmitAsync("message-back", Raw(received.Args), received.Attachments),
            { Name: "bug" } => throw new InvalidOperationException("This is what a bug does."),
            _ => throw new ProtocolException("an unknown event"),
        };

        public void Left()
        {
        }

        private static Action<IBufferWriter<byte>> Raw(IReadOnlyList<JsonElement> args) => output => output.Write(Encoding.UTF8.GetBytes(string.Join(',', args.Select(arg => arg.GetRawText()))));
    }
}
