using System.Net;
using Hotcell.Server.Hosting;

namespace Hotcell.Unit.Server;

public sealed class CommandLineTests
{
    private const string Socket = "/run/warden.sock";

    [Fact]
    public void Default_is_port_8080_of_loopback()
    {
        var (options, errors) = CommandLine.Read([], Socket);
        Assert.Empty(errors);
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 8080), Assert.Single(options!.Addresses).EndPoint);
        Assert.False(options.WantsGrpc);
    }

    [Fact]
    public void Every_mistake_is_named()
    {
        var (options, errors) = CommandLine.Read(["--http-port", "x", "--grpc-port=70000", "--mode", "1", "--what", "--ready-cells", "-1", "--ready-time=0", "--urls"], null);
        Assert.Null(options);
        foreach (var name in new[] { "--http-port", "--grpc-port", "--mode", "--what", "--ready-cells", "--ready-time", "--urls", "HOTCELL_WARDEN_SOCKET" })
        {
            Assert.Single(errors, error => error.StartsWith(name, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("--mode", "both")]
    [InlineData("--grpc-port", "50051")]
    public void Wish_for_grpc_is_noticed(string option, string value)
    {
        var (options, _) = CommandLine.Read([option, value], Socket);
        Assert.True(options!.WantsGrpc);
    }

    [Theory]
    [InlineData("http://127.0.0.1:80", "127.0.0.1:80", true)]
    [InlineData("http://127.9.9.9:1", "127.9.9.9:1", true)]
    [InlineData("http://localhost:5000/", "127.0.0.1:5000", true)]
    [InlineData("http://[::1]:7", "[::1]:7", true)]
    [InlineData("HTTP://[::]", "[::]:80", false)]
    [InlineData("http://*:8080", "[::]:8080", false)]
    [InlineData("http://10.0.0.1:8080", "10.0.0.1:8080", false)]
    public void Address_is_read(string url, string expected, bool loopback)
    {
        Assert.True(ListenAddress.TryParse(url, out var address, out _));
        Assert.Equal(expected, address.EndPoint.ToString());
        Assert.Equal(loopback, address.IsLoopback);
    }

    [Theory]
    [InlineData("https://127.0.0.1:80")]
    [InlineData("127.0.0.1:80")]
    [InlineData("http://")]
    [InlineData("http://example.org:80")]
    [InlineData("http://127.0.0.1:-1")]
    [InlineData("http://127.0.0.1:99999")]
    [InlineData("http://127.0.0.1:80:80")]
    public void Address_is_not_guessed(string url) => Assert.False(ListenAddress.TryParse(url, out _, out _));

    [Fact]
    public void Other_machines_need_a_word()
    {
        Assert.NotEmpty(CommandLine.Read(["--urls", "http://0.0.0.0:80"], Socket).Errors);
        Assert.Empty(CommandLine.Read(["--urls", "http://0.0.0.0:80", "--allow-anonymous"], Socket).Errors);
        Assert.NotEmpty(CommandLine.Read(["--urls", "http://127.0.0.1:80;http://[::]:80"], Socket).Errors);
    }

    [Fact]
    public void No_address_is_a_mistake() => Assert.NotEmpty(CommandLine.Read(["--urls", ";"], Socket).Errors);
}
