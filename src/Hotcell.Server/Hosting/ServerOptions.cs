using System.Net;
using Hotcell.Engine;
using Hotcell.Engine.Executions;
using Hotcell.Engine.Fallback;
using Hotcell.Engine.Keys;
using Hotcell.Server.Http;
using Hotcell.Server.Logs;
using Hotcell.Server.Telemetry;

namespace Hotcell.Server.Hosting;

/// <summary>What the command line chose, checked.</summary>
internal sealed record ServerOptions
{
    public required IReadOnlyList<ListenAddress> Addresses { get; init; }

    /// <summary>Whether gRPC goes without its port when another process has it: nobody asked for gRPC by name.</summary>
    public bool GrpcMayBeMissing { get; init; }

    /// <summary>Whether other machines reach it, be it through a proxy.</summary>
    public bool IsReachable => TrustedProxies.Count > 0 || Addresses.Any(address => !address.IsLoopback);

    /// <summary>As <see cref="Engine.EngineOptions.Run"/>.</summary>
    public RunLimits RunRanges { get; init; } = new();

    /// <summary>The limits of <c>POST /api/v1/execute</c> and of gRPC, and their defaults.</summary>
    public RunLimits ExecuteRanges { get; init; } = ExecuteDefaults.Ranges;

    /// <summary>The limits of interactive programs, and their defaults.</summary>
    public RunLimits InteractiveRanges { get; init; } = InteractiveOptions.Ranges(new RunLimits());

    /// <summary>As <see cref="Engine.EngineOptions.MaxInteractiveOfCaller"/> and <see cref="Engine.EngineOptions.MaxInteractive"/>; null for their defaults.</summary>
    public (int Caller, int All)? MaxInteractive { get; init; }

    /// <summary>As <see cref="Engine.EngineOptions.InteractiveIdle"/>; null for its default.</summary>
    public TimeSpan? InteractiveIdle { get; init; }

    /// <summary>How long an interactive program goes on that nobody is connected to, and is kept when it has ended; where clients can come back.</summary>
    public TimeSpan InteractiveGrace { get; init; } = InteractiveOptions.Grace;

    /// <summary>The file of API keys, which may not exist; null where none is named.</summary>
    public KeyFile? KeyFile { get; init; }

    /// <summary>The key of the environment, which has every role; null where there is none.</summary>
    public ApiKey? FixedKey { get; init; }

    /// <summary>Whether clients without a key are welcome from anywhere, as long as there is no key.</summary>
    public required bool AllowAnonymous { get; init; }

    /// <summary>Origins whose web pages may use the server; "*" for all.</summary>
    public IReadOnlyList<string> CorsOrigins { get; init; } = [];

    /// <summary>Proxies that tell the truth about who they forward for; nobody else is believed.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];

    public LogSettings Logs { get; init; } = new();

    /// <summary>Where OpenTelemetry's collector is; null: nothing is sent.</summary>
    public OtlpSettings? Otlp { get; init; }

    /// <summary>What was chosen for those without a rate of their own; null where nothing was.</summary>
    public RequestRate? Rate { get; init; }

    /// <summary>Bytes of a request body, and of a message of gRPC.</summary>
    public int MaxBody { get; init; } = RequestBody.MaxBytes;

    /// <summary>Names that clients may call the server by, besides localhost and addresses.</summary>
    public required IReadOnlyList<string> Hosts { get; init; }

    public required string WardenSocket { get; init; }

    public required string LanguagesDirectory { get; init; }

    /// <summary>As <see cref="Engine.EngineOptions.MaxRunning"/>; null for its default.</summary>
    public int? MaxRunning { get; init; }

    /// <summary>As <see cref="Engine.EngineOptions.MaxQueued"/>; null for its default.</summary>
    public int? MaxQueued { get; init; }

    /// <summary>As <see cref="Engine.EngineOptions.MaxSource"/>; null for its default.</summary>
    public ByteSize? MaxSource { get; init; }

    /// <summary>As <see cref="Engine.EngineOptions.MaxStdin"/>; null for its default.</summary>
    public ByteSize? MaxStdin { get; init; }

    /// <summary>As <see cref="Engine.EngineOptions.PlainOutput"/>.</summary>
    public bool PlainOutput { get; init; }

    /// <summary>As <see cref="Engine.EngineOptions.ReadyCells"/>; null for its default.</summary>
    public int? ReadyCells { get; init; }

    /// <summary>As <see cref="Engine.EngineOptions.CompileCache"/>; null for its default.</summary>
    public ByteSize? CompileCache { get; init; }

    /// <summary>As <see cref="Engine.EngineOptions.ReadyTime"/>; null for its default.</summary>
    public TimeSpan? ReadyTime { get; init; }

    /// <summary>As <see cref="Engine.EngineOptions.CodePolicy"/>.</summary>
    public string? CodePolicy { get; init; }

    /// <summary>As <see cref="Engine.EngineOptions.Fallback"/>.</summary>
    public Judge0Options? Fallback { get; init; }

    /// <summary>How long running requests may take to finish after SIGTERM.</summary>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromMinutes(3);
}
