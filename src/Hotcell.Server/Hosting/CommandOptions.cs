namespace Hotcell.Server.Hosting;

/// <summary>One option of the command line.</summary>
/// <param name="Value">What it is given, for people; null for one that stands alone.</param>
internal sealed record CommandOption(string Name, string? Value, string Meaning);

/// <summary>All options of the server: those that are not here do not exist.</summary>
internal static class CommandOptions
{
    public const string AllowAnonymous = "--allow-anonymous";

    public static IReadOnlyList<CommandOption> All { get; } =
    [
        new("--mode", "MODE", "what is served: http, grpc or both (default both; without gRPC when its port is taken)"),
        new("--http-port", "PORT", "port of HTTP on 127.0.0.1 (default 8080; 0 takes a free one)"),
        new("--grpc-port", "PORT", "port of gRPC on 127.0.0.1 (default 50051; 0 takes a free one)"),
        new("--urls", "URLS", "these addresses and no others instead, separated by ';': http://127.0.0.1:8080;grpc://[::1]:50051"),
        new("--keys", "FILE", "file of API keys (default: the one of ./hotcell keys). Where it has any, requests need one"),
        new(AllowAnonymous, null, "listen on addresses that other machines reach, without API keys"),
        new("--hosts", "NAMES", "names that clients use besides localhost and addresses, separated by ';' (for a proxy in front)"),
        new("--cors-origins", "ORIGINS", "origins of web pages that may use the server, separated by ';', such as https://app.example.org; or *"),
        new("--trusted-proxies", "NETS", "proxies in front whose X-Forwarded-For and -Proto are believed, separated by ',': 127.0.0.1,10.0.0.0/8"),
        new("--rate", "N:S", "requests in so many seconds, for each key, or each address without one (default 600:60 where there are keys or other machines, else off); off"),
        new("--max-running", "N", "executions that run at once (default 4 for each CPU)"),
        new("--max-waiting", "N", "executions that wait, before more are refused (default 512)"),
        new("--max-body", "MB", "of a request body or message (default 32)"),
        new("--max-code", "KB", "of all files of a program together (default 1024)"),
        new("--max-input", "MB", "of standard input (default 16)"),
        new("--time", "S:S", "default and maximum of a program's wall and CPU time (default 10:120)"),
        new("--memory", "M:M", "of its memory, in MiB (default 256:1024)"),
        new("--cpus", "N:N", "of its share of CPUs (default 1, and all)"),
        new("--output", "K:K", "of its output, in KiB for each stream (default 1024:16384)"),
        new("--plain-output", null, "outputs are told without control characters and escape sequences, unless a request says otherwise"),
        new("--file-size", "M:M", "of a file that it writes, in MiB (default 16:256)"),
        new("--ready-cells", "N", "cells kept ready for programs to come, and as many with booted runtimes (default 4 for each CPU; 0: none)"),
        new("--ready-time", "S", "seconds without use after which a kind of cell is not kept ready (default 600)"),
        new("--compile-cache", "MB", "memory for compilations that may be asked for again (default 64; 0: none)"),
        new("--execute-time", "S:S", "as --time, for timeout_seconds in POST /api/v1/execute and gRPC (default 30:120)"),
        new("--execute-memory", "M:M", "as --memory, for memory_limit_mb there (default 128:1024)"),
        new("--execute-cpus", "N:N", "as --cpus, for cpu_limit there (default 0.5:1)"),
        new("--interactive-time", "S:S", "default and maximum of an interactive program's wall time (default 600:3600)"),
        new("--interactive-idle", "S", "seconds without input and output after which an interactive program is ended (default 300)"),
        new("--interactive-grace", "S", "seconds that an interactive program goes on, and is kept, after its WebSocket is lost (default 30; 0: it ends at once)"),
        new("--max-interactive", "N:N", "interactive programs of one caller, and of all (default 32:256)"),
        new("--logs", "DIR", "folder of log files (default: the one of ./hotcell serve); off"),
        new("--log-format", "FORM", "of the console: text, or json, which has the log of requests, too (default text)"),
        new("--log-file-size", "MB", "of a log file, before another begins (default 16)"),
        new("--log-files", "N", "older files kept of each log (default 10)"),
        new("--otlp", "URL", "OpenTelemetry collector that metrics and traces are sent to, such as http://127.0.0.1:4318"),
        new("--code-policy", "FILE", "what programs must not have in their code; no protection, which cells are (default: none)"),
        new("--fallback-judge0", "URL", "a Judge0 server for programs that cannot be run here; its key in the environment, Fallback__Judge0__Key (default: none)"),
        new("--languages", "DIR", "folder of languages (default: the ones that come with Hotcell)"),
        new("--help", null, "this text"),
    ];

    public static string Usage { get; } = $"""
        Usage: hotcell serve [options]

        {string.Join('\n', All.Select(option => $"  {$"{option.Name} {option.Value}",-20} {option.Meaning}"))}

        The server runs under the warden, which makes the cells: start it with ./hotcell serve.
        """;
}
