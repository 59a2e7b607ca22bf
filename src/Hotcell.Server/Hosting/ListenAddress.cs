using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Hotcell.Server.Hosting;

/// <summary>What is spoken at an address.</summary>
internal enum ListenProtocol
{
    /// <summary>HTTP/1.1.</summary>
    Http,

    /// <summary>HTTP/2 from the first byte ("prior knowledge").</summary>
    Grpc,
}

/// <summary>Where the server listens, and for what. Only literal addresses: Kestrel takes any host name it does not know for "every address".</summary>
internal sealed record ListenAddress(IPEndPoint EndPoint, ListenProtocol Protocol)
{
    public const int DefaultGrpcPort = 50051;

    /// <summary>Of a url without a port.</summary>
    private const int DefaultHttpPort = 80;

    public bool IsLoopback => IPAddress.IsLoopback(EndPoint.Address);

    /// <summary>What urls begin with, by protocol.</summary>
    private static readonly string[] s_schemes = ["http://", "grpc://"];

    public static ListenAddress Loopback(int port, ListenProtocol protocol) => new(new IPEndPoint(IPAddress.Loopback, port), protocol);

    /// <summary>The same address as Kestrel tells it, with the scheme of its protocol.</summary>
    public static string WithScheme(string url, ListenProtocol protocol) => s_schemes[(int)protocol] + url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..];

    /// <summary>Reads <c>http://127.0.0.1:8080</c>, <c>http://localhost:8080</c>, <c>http://[::]:80</c>, <c>grpc://*:50051</c>.</summary>
    public static bool TryParse(string url, [NotNullWhen(true)] out ListenAddress? address, [NotNullWhen(false)] out string? error)
    {
        address = null;
        var protocol = Array.FindIndex(s_schemes, scheme => url.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));
        if (protocol < 0)
        {
            error = "must begin with http:// or grpc:// (put a proxy in front for TLS)";
            return false;
        }

        var text = url[s_schemes[protocol].Length..].TrimEnd('/');
        var colon = text.LastIndexOf(':');
        var hasPort = colon > text.LastIndexOf(']');
        var host = hasPort ? text[..colon] : text;
        var port = protocol == (int)ListenProtocol.Http ? DefaultHttpPort : DefaultGrpcPort;
        if (hasPort && !Ports.TryParse(text[(colon + 1)..], out port))
        {
            error = $"has no valid port (0 to {IPEndPoint.MaxPort})";
            return false;
        }

        var ip = host.ToLowerInvariant() switch
        {
            "localhost" => IPAddress.Loopback,
            "*" or "+" => IPAddress.IPv6Any,
            _ => IPAddress.TryParse(host.Trim('[', ']'), out var parsed) ? parsed : null,
        };
        if (ip is null)
        {
            error = "must name an IP address, localhost or *";
            return false;
        }

        error = null;
        address = new ListenAddress(new IPEndPoint(ip, port), (ListenProtocol)protocol);
        return true;
    }
}

internal static class Ports
{
    public static bool TryParse(string text, out int port) =>
        int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out port) && port <= IPEndPoint.MaxPort;
}
