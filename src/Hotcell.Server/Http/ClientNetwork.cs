using System.Net;
using System.Net.Sockets;

namespace Hotcell.Server.Http;

/// <summary>Who an address belongs to, as far as limits can tell: of an IPv6 address its holder chooses all but the first 64 bits, and IPv4 has two ways to be written.</summary>
internal static class ClientNetwork
{
    private const int NetworkBytes = 8;

    /// <summary>A name for it, the same for all addresses of one holder; empty without an address, as over a Unix socket.</summary>
    public static string Of(IPAddress? address)
    {
        if (address is { IsIPv4MappedToIPv6: true })
        {
            address = address.MapToIPv4();
        }

        return address is { AddressFamily: AddressFamily.InterNetworkV6 } && !IPAddress.IsLoopback(address)
            ? Convert.ToHexString(address.GetAddressBytes(), 0, NetworkBytes)
            : address?.ToString() ?? "";
    }
}
