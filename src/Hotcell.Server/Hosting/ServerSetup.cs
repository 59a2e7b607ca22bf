using System.Net;
using Hotcell.Engine;
using Hotcell.Engine.Executions;
using Hotcell.Server.Api;
using Hotcell.Server.Api.Executions;
using Hotcell.Server.Api.Executions.Live;
using Hotcell.Server.Api.Live;
using Hotcell.Server.Auth;
using Hotcell.Server.Http;
using Hotcell.Server.SocketIo;
using Hotcell.Server.Telemetry;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Hotcell.Server.Hosting;

/// <summary>
/// The parts of the host. It is built from an empty builder on purpose: nothing is read from ASPNETCORE_* variables or appsettings.json, so
/// that no stray variable opens an address that <see cref="CommandLine"/> would have refused.
/// </summary>
internal static class ServerSetup
{
    /// <summary>All request bodies together, in bytes.</summary>
    private const long BodyBudgetBytes = 128L * 1024 * 1024;

    /// <summary>What all programs wrote whose answers are not sent yet, in bytes.</summary>
    private const long AnswerBudgetBytes = 128L * 1024 * 1024;

    /// <summary>What executions hold that are over and whose events are kept, in bytes.</summary>
    private const long KeptBytes = 64L * 1024 * 1024;

    private const int MaxConnections = 20_000;

    /// <summary>How long the last answers may take to be sent when nothing runs any more.</summary>
    private static readonly TimeSpan s_lastAnswers = TimeSpan.FromSeconds(5);

    public static void AddHotcell(this WebApplicationBuilder builder, ServerOptions options)
    {
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(new BodyBudget(Math.Max(BodyBudgetBytes, 2L * options.MaxBody), TimeProvider.System));
        builder.Services.AddSingleton(new AnswerBudget(ShareOf(AnswerBudgetBytes, 4), TimeProvider.System));
        builder.Services.AddSingleton(new EventJournals(ShareOf(KeptBytes, 8), TimeProvider.System));
        builder.Services.AddSingleton(services => new LivePrograms(options.InteractiveGrace, TimeProvider.System, services.GetRequiredService<ILogger<LivePrograms>>()));
        builder.Services.AddSingleton<Rooms>();
        builder.Services.AddSingleton(new SocketIoOptions());
        builder.Services.AddSingleton<SocketIoServer>();
        builder.Services.AddSingleton<LiveNamespace>();
        builder.Services.AddSingleton<LiveServer>();
        builder.Services.AddSingleton<IHostLifetime, DrainingLifetime>();
        builder.Services.AddHostedService<MemoryTrim>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = s_lastAnswers);
        builder.Services.AddSingleton(services => HotcellEngine.Create(
            EngineOptionsOf(options),
            services.GetRequiredService<ILoggerFactory>(),
            services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton(services => new KeyRing(
            options.KeyFile, options.FixedKey, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<KeyRing>>()));
        builder.Services.AddSingleton<RateGuard>();
        builder.Services.AddSingleton<Gate>();
        builder.Services.AddCors();
        builder.Services.AddSingleton<ServerMetrics>();
        builder.Services.AddSingleton(new PrometheusText(ServerMetrics.Sources));
        builder.Services.AddSingleton<ObservedExecutions>();
        builder.AddOtlp(options.Otlp);
        builder.Services.AddScoped<CallerExecutions>();
        builder.Services.AddScoped<IExecutionService>(services => services.GetRequiredService<CallerExecutions>());
    }

    /// <summary>No more than a part of the memory that the process may have: a container's, or what is set for its heap.</summary>
    private static long ShareOf(long most, int part) => Math.Min(most, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / part);

    private static EngineOptions EngineOptionsOf(ServerOptions options)
    {
        var engine = new EngineOptions { WardenSocket = options.WardenSocket, LanguagesDirectory = options.LanguagesDirectory };
        return engine with
        {
            Images = EngineOptions.ImagesOfKeeper ?? engine.Images,
            Run = options.RunRanges,
            MaxRunning = options.MaxRunning ?? engine.MaxRunning,
            MaxQueued = options.MaxQueued ?? engine.MaxQueued,
            MaxInteractive = options.MaxInteractive?.All ?? engine.MaxInteractive,
            MaxInteractiveOfCaller = options.MaxInteractive?.Caller ?? engine.MaxInteractiveOfCaller,
            InteractiveIdle = options.InteractiveIdle ?? engine.InteractiveIdle,
            MaxSource = options.MaxSource ?? engine.MaxSource,
            MaxStdin = options.MaxStdin ?? engine.MaxStdin,
            PlainOutput = options.PlainOutput,
            ReadyCells = options.ReadyCells ?? engine.ReadyCells,
            CompileCache = options.CompileCache ?? engine.CompileCache,
            ReadyTime = options.ReadyTime ?? engine.ReadyTime,
            CodePolicy = options.CodePolicy,
            Fallback = options.Fallback,
        };
    }

    public static void AddKestrel(this WebApplicationBuilder builder, ServerOptions options) => builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = options.MaxBody;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.MaxConcurrentConnections = DescriptorLimit.Connections(MaxConnections);
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 4096, gracePeriod: TimeSpan.FromSeconds(10));
        LimitHttp2(kestrel.Limits.Http2);
        foreach (var address in options.Addresses)
        {
            Action<ListenOptions> speak = listen => listen.Protocols = address.Protocol == ListenProtocol.Grpc ? HttpProtocols.Http2 : HttpProtocols.Http1;
            if (address.EndPoint.Address.Equals(IPAddress.IPv6Any))
            {
                // Both versions where there are two, else the one that there is.
                kestrel.ListenAnyIP(address.EndPoint.Port, speak);
            }
            else
            {
                kestrel.Listen(address.EndPoint, speak);
            }
        }
    });

    private static void LimitHttp2(Http2Limits http2)
    {
        http2.MaxStreamsPerConnection = 100;
        http2.MaxRequestHeaderFieldSize = 8 * 1024;

        // What a client may send that nobody reads yet: no more than on a connection of HTTP/1.1.
        http2.InitialConnectionWindowSize = 512 * 1024;
        http2.InitialStreamWindowSize = 256 * 1024;

        // A client that is gone without a word holds a program no longer than this.
        http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(20);
    }
}
