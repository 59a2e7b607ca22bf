using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Hotcell.Server.Hosting;

/// <summary>Where the server listens. Only literal addresses: Kestrel takes any host name it does not know for "every address".</summary>
internal sealed record ListenAddress(IPEndPoint EndPoint)
{
    public bool IsLoopback => IPAddress.IsLoopback(EndPoint.Address);

    public static ListenAddress Loopback(int port) => new(new IPEndPoint(IPAddress.Loopback, port));

    /// <summary>Reads <c>http://127.0.0.1:8080</c>, <c>http://localhost:8080</c>, <c>http://[::]:80</c>, <c>http://*:80</c>.</summary>
    public static bool TryParse(string url, [NotNullWhen(true)] out ListenAddress? address, [NotNullWhen(false)] out string? error)
    {
        address = null;
        const string Scheme = "http://";
        if (!url.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            error = "must begin with http:// (put a proxy in front for TLS)";
            return false;
        }

        var text = url[Scheme.Length..].TrimEnd('/');
        var colon = text.LastIndexOf(':');
        var hasPort = colon > text.LastIndexOf(']');
        var host = hasPort ? text[..colon] : text;
        var port = 80;
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
        address = new ListenAddress(new IPEndPoint(ip, port));
        return true;
    }
}

internal static class Ports
{
    public static bool TryParse(string text, out int port) =>
        int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out port) && port <= IPEndPoint.MaxPort;
}
