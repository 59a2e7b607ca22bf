using System.Globalization;
using Hotcell.Engine;

namespace Hotcell.Server.Hosting;

/// <summary>Reads the server's command line. Every mistake is collected, so that one start names them all.</summary>
internal sealed class CommandLine
{
    public const string Usage = """
        Usage: hotcell serve [options]

          --http-port PORT     port on 127.0.0.1 (default 8080; 0 takes a free one)
          --urls URLS          addresses instead, separated by ';': http://127.0.0.1:8080;http://[::1]:8080
          --allow-anonymous    listen on addresses that other machines reach, without API keys
          --hosts NAMES        names that clients use besides localhost and addresses, separated by ';' (for a proxy in front)
          --mode MODE          http, grpc or both (default http); gRPC is not served yet
          --grpc-port PORT     port of gRPC (default 50051); not served yet
          --ready-cells N      cells kept ready for programs to come (default 4 for each CPU; 0: none)
          --ready-time S       seconds without use after which a kind of cell is not kept ready (default 600)
          --compile-cache MB   memory for compilations that may be asked for again (default 64; 0: none)
          --languages DIR      folder of languages (default: the ones that come with Hotcell)
          --help               this text

        The server runs under the warden, which makes the cells: start it with ./hotcell serve.
        """;

    private const int DefaultHttpPort = 8080;
    private const string AllowAnonymous = "--allow-anonymous";
    private static readonly string[] s_withValue = ["--http-port", "--grpc-port", "--mode", "--urls", "--hosts", "--languages", "--ready-cells", "--ready-time", "--compile-cache"];

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
            WantsGrpc = line.ReadMode() != ServerMode.Http | line.ReadPort("--grpc-port", -1) >= 0,
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

    private ServerMode ReadMode()
    {
        var text = _values.GetValueOrDefault("--mode", "http");
        if (!Enum.TryParse<ServerMode>(text, ignoreCase: true, out var mode) || char.IsDigit(text[0]))
        {
            _errors.Add("--mode: must be grpc, http or both");
        }
        else if (mode == ServerMode.Grpc)
        {
            _errors.Add("--mode grpc: gRPC is not served yet; use --mode http or both");
        }

        return mode;
    }

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
        if (!_values.TryGetValue(name, out var text))
        {
            return otherwise;
        }

        if (Ports.TryParse(text, out var port))
        {
            return port;
        }

        _errors.Add($"{name}: must be a port, 0 to 65535");
        return otherwise;
    }

    private List<ListenAddress> ReadAddresses()
    {
        var port = ReadPort("--http-port", DefaultHttpPort);
        if (!_values.TryGetValue("--urls", out var urls))
        {
            return [ListenAddress.Loopback(port)];
        }

        if (_values.ContainsKey("--http-port"))
        {
            _errors.Add("--http-port: cannot be given together with --urls");
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
