using Hotcell.Engine;
using Hotcell.Server.Http;

namespace Hotcell.Server.Hosting;

/// <summary>Makes the server's options of its command line and environment. Every mistake is collected, so that one start names them all.</summary>
internal static class CommandLine
{
    private const string WardenSocket = "HOTCELL_WARDEN_SOCKET";

    /// <summary>The options, or every error.</summary>
    /// <param name="environment">From a variable's name to its value; null where it is not set.</param>
    public static (ServerOptions? Options, IReadOnlyList<string> Errors) Read(string[] args, Func<string, string?> environment)
    {
        var values = new OptionValues(args);
        new EnvironmentNames(values, environment).Apply();
        var allowAnonymous = values.Has(CommandOptions.AllowAnonymous);
        var (keyFile, hasKeys) = KeyOptions.ReadFile(values, environment);
        var fixedKey = KeyOptions.ReadFixed(values, environment);
        var run = LimitOptions.Read(values);
        var options = new ServerOptions
        {
            Addresses = AddressOptions.Read(values, mayBeReached: allowAnonymous || hasKeys || fixedKey is not null),
            AllowAnonymous = allowAnonymous,
            KeyFile = keyFile,
            FixedKey = fixedKey,
            Hosts = values.List("--hosts"),
            GrpcMayBeMissing = !values.Has("--mode") && !values.Has("--grpc-port") && !values.Has("--urls"),
            CorsOrigins = CorsOptions.Read(values),
            TrustedProxies = ProxyOptions.Read(values),
            Logs = LogOptions.Read(values, environment),
            Otlp = OtlpOptions.Read(values, environment),
            Rate = RateOptions.Read(values),
            MaxBody = values.Number("--max-body", least: 1, most: 1024) is { } body ? (int)ByteSize.FromMebibytes(body).Bytes : RequestBody.MaxBytes,
            RunRanges = run,
            ExecuteRanges = LimitOptions.ReadExecute(values, run),
            InteractiveRanges = InteractiveOptions.ReadRanges(values, run),
            InteractiveIdle = values.Number("--interactive-idle", least: 1) is { } idle ? TimeSpan.FromSeconds(idle) : null,
            InteractiveGrace = values.Number("--interactive-grace", least: 0, most: 3600) is { } grace ? TimeSpan.FromSeconds(grace) : InteractiveOptions.Grace,
            MaxInteractive = InteractiveOptions.ReadMost(values),
            MaxRunning = values.Number("--max-running", least: 1, most: 10_000),
            MaxQueued = values.Number("--max-waiting", least: 0),
            MaxSource = values.Amount("--max-code", least: 1 / 1024.0, most: 1024 * 1024) is { } code ? ByteSize.FromKibibytes(code) : null,
            MaxStdin = values.Number("--max-input", least: 0, most: 1024) is { } input ? ByteSize.FromMebibytes(input) : null,
            PlainOutput = values.Has("--plain-output"),
            ReadyCells = values.Number("--ready-cells", least: 0),
            CompileCache = values.Number("--compile-cache", least: 0) is { } mebibytes ? ByteSize.FromMebibytes(mebibytes) : null,
            ReadyTime = values.Number("--ready-time", least: 1) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            CodePolicy = values.Text("--code-policy"),
            Fallback = FallbackOptions.Read(values, environment),
            WardenSocket = environment(WardenSocket) ?? "",
            LanguagesDirectory = values.Text("--languages") ?? Path.Combine(AppContext.BaseDirectory, "languages"),
        };
        if (options.WardenSocket.Length == 0)
        {
            values.Errors.Add($"{WardenSocket} is not set: the server runs under hotcell-warden; start it with ./hotcell serve");
        }

        return values.Errors.Count == 0 ? (options, []) : (null, [.. values.Errors.Distinct()]);
    }
}
