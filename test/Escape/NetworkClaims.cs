using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Escape;

/// <summary>Whom a program can talk to: itself.</summary>
public sealed class NetworkClaims(CellFixture cells) : IClassFixture<LeavesNothing<CellFixture>>
{
    [Fact]
    public async Task Cannot_connect_to_a_service_on_the_hosts_loopback()
    {
        using var service = new TcpListener(IPAddress.Loopback, 0);
        service.Start();
        var port = ((IPEndPoint)service.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        var lines = await cells.LinesAsync("connect", "127.0.0.1", port, "127.1.2.3", port);

        Assert.Equal("tcp to 127.0.0.1: blocked ECONNREFUSED", lines[0]);
        Assert.Equal("tcp to 127.1.2.3: blocked ECONNREFUSED", lines[2]);
        Assert.False(service.Pending());
    }

    [Fact]
    public Task Cannot_reach_any_other_address() =>
        cells.AssertBlockedAsync("ENETUNREACH", "connect", [.. Others().SelectMany(address => new[] { address, "80" })]);

    [Fact]
    public async Task Cannot_connect_to_sockets_of_the_host()
    {
        var name = $"hotcell-escape-{Guid.NewGuid()}";
        using var service = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        service.Bind(new UnixDomainSocketEndPoint("\0" + name));
        service.Listen();

        var expected = $"@{name}: blocked ECONNREFUSED\n{cells.Warden.Socket}: blocked ENOENT";
        await cells.AssertPrintsAsync(expected, "unix_socket", "@" + name, cells.Warden.Socket);
    }

    [Fact]
    public Task Cannot_make_sockets_but_of_three_families() =>
        cells.AssertPrintsAsync("family 1\nfamily 2\nfamily 10\nAF_VSOCK with high bits: blocked EAFNOSUPPORT", "socket_families");

    [Fact]
    public Task Cannot_use_protocols_but_the_common_ones() => cells.AssertPrintsAsync(
        """
        family 2, type 1, protocol 0
        family 2, type 1, protocol 6
        family 2, type 2, protocol 0
        family 2, type 2, protocol 17
        family 10, type 1, protocol 0
        family 10, type 1, protocol 6
        family 10, type 2, protocol 0
        family 10, type 2, protocol 17
        MPTCP with high bits: blocked EPROTONOSUPPORT
        """,
        "socket_protocols");

    [Fact]
    public Task Cannot_see_or_forge_packets_or_change_interfaces() => cells.AssertBlockedAsync("EPERM", "raw_sockets");

    [Fact]
    public Task Can_talk_to_itself_and_has_no_other_interface() => cells.AssertPrintsAsync("said hello\ninterface lo", "loopback");

    /// <summary>Addresses of documentation, link-local metadata services, private ranges, the host's own.</summary>
    private static IEnumerable<string> Others() =>
    [
        "192.0.2.1", "169.254.169.254", "10.0.0.1", "172.17.0.1", "192.168.0.1", "100.64.0.1", "2001:db8::1", "fd00::1", "::ffff:192.0.2.1",
        .. NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .Where(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address))
            .Select(address => address.ToString()),
    ];
}
