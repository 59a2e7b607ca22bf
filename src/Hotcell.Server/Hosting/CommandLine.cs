using System.Globalization;
using Hotcell.Engine;
using Hotcell.Engine.Executions;

namespace Hotcell.Server.Hosting;

/// <summary>Reads the server's command line. Every mistake is collected, so that one start names them all.</summary>
internal sealed class CommandLine
{
    public const string Usage = """
        Usage: hotcell serve [options]

          --mode MODE          what is served: http, grpc or both (default both; without gRPC when its port is taken)
          --http-port PORT     port of HTTP on 127.0.0.1 (default 8080; 0 takes a free one)
          --grpc-port PORT     port of gRPC on 127.0.0.1 (default 50051; 0 takes a free one)
          --urls URLS          these addresses and no others instead, separated by ';': http://127.0.0.1:8080;grpc://[::1]:50051
          --allow-anonymous    listen on addresses that other machines reach, without API keys
          --hosts NAMES        names that clients use besides localhost and addresses, separated by ';' (for a proxy in front)
          --ready-cells N      cells kept ready for programs to come (default 4 for each CPU; 0: none)
          --ready-time S       seconds without use after which a kind of cell is not kept ready (default 600)
          --compile-cache MB   memory for compilations that may be asked for again (default 64; 0: none)
          --execute-time S:S   default and maximum of timeout_seconds in POST /api/v1/execute and gRPC (default 30:120)
          --execute-memory M:M of memory_limit_mb (default 128:1024)
          --execute-cpus N:N   of cpu_limit (default 0.5:1)
          --languages DIR      folder of languages (default: the ones that come with Hotcell)
          --help               this text

        The server runs under the warden, which makes the cells: start it with ./hotcell serve.
        """;

    private const int DefaultHttpPort = 8080;
    private const string AllowAnonymous = "--allow-anonymous";
    private static readonly string[] s_withValue =
    [
        "--http-port", "--grpc-port", "--mode", "--urls", "--hosts", "--languages", "--ready-cells", "--ready-time", "--compile-cache", "--execute-time", "--execute-memory",
        "--execute-cpus",
    ];

    private static readonly string[] s_insteadOfUrls = ["--mode", "--http-port", "--grpc-port"];

    private readonly Dictionary<string, string> _values = [];
    private readonly List<string> _errors = [];
    private readonly bool _allowAnonymous;

    private CommandLine(string[] args)
    {
        for (var i = 0; i < args.Length; i++)
        {
            var parts = args[i].Split('=', 2);
            if (args[i] == AllowAnonymous)
            {
                _allowAnonymous = true;
            }
            else if (!s_withValue.Contains(parts[0]))
            {
                _errors.Add($"{args[i]}: is not an option");
            }
            else if (parts.Length == 1 && (i + 1 == args.Length || args[i + 1].StartsWith("--", StringComparison.Ordinal)))
            {
                _errors.Add($"{parts[0]}: needs a value");
            }
            else if (!_values.TryAdd(parts[0], parts.Length == 2 ? parts[1] : args[++i]))
            {
                _errors.Add($"{parts[0]}: is given twice");
            }
        }
    }

    /// <summary>The options, or every error.</summary>
    public static (ServerOptions? Options, IReadOnlyList<string> Errors) Read(string[] args, string? wardenSocket)
    {
        var line = new CommandLine(args);
        var options = new ServerOptions
        {
            Addresses = line.ReadAddresses(),
            AllowAnonymous = line._allowAnonymous,
            Hosts = Split(line._values.GetValueOrDefault("--hosts", "")),
            GrpcMayBeMissing = !line._values.ContainsKey("--mode") && !line._values.ContainsKey("--grpc-port") && !line._values.ContainsKey("--urls"),
            ExecuteRanges = line.ReadExecuteRanges(),
            ReadyCells = line.ReadNumber("--ready-cells", least: 0),
            CompileCache = line.ReadNumber("--compile-cache", least: 0) is { } mebibytes ? ByteSize.FromMebibytes(mebibytes) : null,
            ReadyTime = line.ReadNumber("--ready-time", least: 1) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            WardenSocket = wardenSocket ?? "",
            LanguagesDirectory = line._values.GetValueOrDefault("--languages") ?? Path.Combine(AppContext.BaseDirectory, "languages"),
        };
        if (options.WardenSocket.Length == 0)
        {
            line._errors.Add("HOTCELL_WARDEN_SOCKET is not set: the server runs under hotcell-warden; start it with ./hotcell serve");
        }

        return line._errors.Count == 0 ? (options, []) : (null, line._errors);
    }

    private static string[] Split(string list) => list.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private int? ReadNumber(string name, int least)
    {
        const int most = 1_000_000;
        if (!_values.TryGetValue(name, out var text))
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        _errors.Add($"{name}: must be a number, {least} to {most}");
        return null;
    }

    private int ReadPort(string name, int otherwise)
    {
        if (!_values.TryGetValue(name, out var text) || Ports.TryParse(text, out otherwise))
        {
            return otherwise;
        }

        _errors.Add($"{name}: must be a port, 0 to 65535");
        return 0;
    }

    private RunLimits ReadExecuteRanges()
    {
        var ranges = ExecuteDefaults.Ranges;
        var (time, memory, cpus) = (ranges.WallTime, ranges.Memory, ranges.Cpus);
        var (seconds, longest) = ReadRange("--execute-time", time.Minimum.TotalSeconds, time.Default.TotalSeconds, time.Maximum.TotalSeconds);
        var (mebibytes, largest) = ReadRange("--execute-memory", memory.Minimum.Mebibytes, memory.Default.Mebibytes, memory.Maximum.Mebibytes);
        var (share, most) = ReadRange("--execute-cpus", cpus.Minimum, cpus.Default, cpus.Maximum, new RunLimits().Cpus.Maximum);
        return ExecuteDefaults.WithTime(ranges, seconds, longest) with
        {
            Memory = memory with { Default = ByteSize.FromMebibytes(mebibytes), Maximum = ByteSize.FromMebibytes(largest) },
            Cpus = cpus with { Default = share, Maximum = most },
        };
    }

    /// <summary>Two numbers, <c>DEFAULT:MAXIMUM</c>.</summary>
    /// <param name="most">What the engine gives at most; <paramref name="maximum"/> when null.</param>
    private (double Default, double Maximum) ReadRange(string name, double minimum, double standard, double maximum, double? most = null)
    {
        if (!_values.TryGetValue(name, out var text))
        {
            return (standard, maximum);
        }

        if (NumberPair.TryParse(text, minimum, most ?? maximum, out var pair))
        {
            return pair;
        }

        _errors.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: must be DEFAULT:MAXIMUM, two numbers from {minimum} to {most ?? maximum}"));
        return (standard, maximum);
    }

    private List<ListenAddress> ReadAddresses()
    {
        var mode = _values.GetValueOrDefault("--mode", "both");
        if (mode is not ("grpc" or "http" or "both"))
        {
            _errors.Add("--mode: must be grpc, http or both");
        }

        var http = ListenAddress.Loopback(ReadPort("--http-port", DefaultHttpPort), ListenProtocol.Http);
        var grpc = ListenAddress.Loopback(ReadPort("--grpc-port", ListenAddress.DefaultGrpcPort), ListenProtocol.Grpc);
        return _values.TryGetValue("--urls", out var urls) ? ReadUrls(urls) : mode switch
        {
            "http" => [http],
            "grpc" => [grpc],
            _ => [http, grpc],
        };
    }

    private List<ListenAddress> ReadUrls(string urls)
    {
        foreach (var other in s_insteadOfUrls.Where(_values.ContainsKey))
        {
            _errors.Add($"{other}: cannot be given together with --urls, which names all addresses");
        }

        var addresses = new List<ListenAddress>();
        foreach (var url in Split(urls))
        {
            if (!ListenAddress.TryParse(url, out var address, out var error))
            {
                _errors.Add($"--urls: {url} {error}");
            }
            else if (!address.IsLoopback && !_allowAnonymous)
            {
                _errors.Add($"--urls: {url} is reachable from other machines, and anyone there could run programs; add {AllowAnonymous} if that is meant");
            }
            else
            {
                addresses.Add(address);
            }
        }

        if (urls.Length == 0 || (addresses.Count == 0 && _errors.Count == 0))
        {
            _errors.Add("--urls: names no address");
        }

        return addresses;
    }
}
