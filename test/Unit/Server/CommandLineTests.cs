using System.Net;
using Hotcell.Server.Hosting;
using Hotcell.Unit.Engine;
using Hotcell.Unit.Engine.Keys;

namespace Hotcell.Unit.Server;

public sealed class CommandLineTests
{
    private static string? Socket(string variable) => variable == "HOTCELL_WARDEN_SOCKET" ? "/run/warden.sock" : null;

    [Fact]
    public void Default_is_http_and_grpc_on_loopback()
    {
        var (options, errors) = CommandLine.Read([], Socket);
        Assert.Empty(errors);
        Assert.Equal([new(new(IPAddress.Loopback, 8080), ListenProtocol.Http), new(new(IPAddress.Loopback, 50051), ListenProtocol.Grpc)], options!.Addresses);
        Assert.True(options.GrpcMayBeMissing);
    }

    [Fact]
    public void Every_mistake_is_named()
    {
        var (options, errors) = CommandLine.Read(["--http-port", "x", "--grpc-port=70000", "--mode", "1", "--what", "--ready-cells", "-1", "--ready-time=0", "--execute-cpus", "9:9", "--urls"], _ => null);
        Assert.Null(options);
        foreach (var name in new[] { "--http-port", "--grpc-port", "--mode", "--what", "--ready-cells", "--ready-time", "--execute-cpus", "--urls", "HOTCELL_WARDEN_SOCKET" })
        {
            Assert.Single(errors, error => error.StartsWith(name, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("http", "http://127.0.0.1:1")]
    [InlineData("grpc", "grpc://127.0.0.1:2")]
    [InlineData("both", "http://127.0.0.1:1 grpc://127.0.0.1:2")]
    public void Mode_chooses_what_is_served(string mode, string expected)
    {
        var (options, _) = CommandLine.Read(["--mode", mode, "--http-port", "1", "--grpc-port", "2"], Socket);
        Assert.Equal(expected, string.Join(' ', options!.Addresses.Select(address => ListenAddress.WithScheme($"http://{address.EndPoint}", address.Protocol))));
        Assert.False(options.GrpcMayBeMissing);
    }

    [Theory]
    [InlineData("--mode", "both")]
    [InlineData("--http-port", "1")]
    [InlineData("--grpc-port", "1")]
    public void Urls_name_all_addresses(string option, string value)
    {
        var (options, _) = CommandLine.Read(["--urls", "grpc://127.0.0.1:1"], Socket);
        Assert.Equal(ListenProtocol.Grpc, Assert.Single(options!.Addresses).Protocol);
        Assert.StartsWith(option, Assert.Single(CommandLine.Read(["--urls", "grpc://127.0.0.1:1", option, value], Socket).Errors));
    }

    [Fact]
    public void Limits_of_the_flat_form_are_the_operators()
    {
        var (options, _) = CommandLine.Read(["--execute-time", "5:60", "--execute-memory=64:512", "--execute-cpus", "0.2:0.8"], Socket);
        Assert.Equal((TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(60)), (options!.ExecuteRanges.WallTime.Default, options.ExecuteRanges.WallTime.Maximum));
        Assert.Equal(options.ExecuteRanges.WallTime, options.ExecuteRanges.CpuTime);
        Assert.Equal((64, 512), (options.ExecuteRanges.Memory.Default.Mebibytes, options.ExecuteRanges.Memory.Maximum.Mebibytes));
        Assert.Equal((0.2, 0.8), (options.ExecuteRanges.Cpus.Default, options.ExecuteRanges.Cpus.Maximum));
    }

    [Fact]
    public void Limits_of_the_flat_form_are_30_s_128_MiB_and_half_a_cpu_up_to_120_s_1_GiB_and_one_cpu()
    {
        var ranges = CommandLine.Read([], Socket).Options!.ExecuteRanges;
        Assert.Equal((30, 120), (ranges.WallTime.Default.TotalSeconds, ranges.WallTime.Maximum.TotalSeconds));
        Assert.Equal((128, 1024), (ranges.Memory.Default.Mebibytes, ranges.Memory.Maximum.Mebibytes));
        Assert.Equal((0.5, 1.0), (ranges.Cpus.Default, ranges.Cpus.Maximum));
    }

    [Theory]
    [InlineData("30")]
    [InlineData("30:20")]
    [InlineData("0:20")]
    [InlineData("30:3601")]
    [InlineData("1:2:3")]
    [InlineData("a:b")]
    [InlineData("-1:5")]
    [InlineData("NaN:5")]
    public void A_wrong_range_is_named(string value) =>
        Assert.StartsWith("--execute-time: must be DEFAULT:MAXIMUM", Assert.Single(CommandLine.Read(["--execute-time", value], Socket).Errors));

    [Theory]
    [InlineData("http://127.0.0.1:80", "127.0.0.1:80", true)]
    [InlineData("http://127.9.9.9:1", "127.9.9.9:1", true)]
    [InlineData("http://localhost:5000/", "127.0.0.1:5000", true)]
    [InlineData("http://[::1]:7", "[::1]:7", true)]
    [InlineData("HTTP://[::]", "[::]:80", false)]
    [InlineData("http://*:8080", "[::]:8080", false)]
    [InlineData("http://10.0.0.1:8080", "10.0.0.1:8080", false)]
    [InlineData("grpc://localhost", "127.0.0.1:50051", true)]
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
        Assert.NotEmpty(CommandLine.Read(["--urls", "grpc://0.0.0.0:80"], Socket).Errors);
    }

    [Fact]
    public void Other_machines_are_served_where_there_is_a_key()
    {
        using var folder = new TempFolder();
        var path = folder.In("keys.json");
        Assert.Contains("./hotcell keys add", Assert.Single(CommandLine.Read(["--urls", "http://0.0.0.0:80", "--keys", path], Socket).Errors));

        KeyFileTests.Write(path, "someone");
        Assert.Empty(CommandLine.Read(["--urls", "http://0.0.0.0:80", "--keys", path], Socket).Errors);
        Assert.Empty(CommandLine.Read(["--urls", "http://0.0.0.0:80"], variable => variable == "HOTCELL_KEYS" ? path : Socket(variable)).Errors);
        Assert.Empty(CommandLine.Read(["--urls", "http://0.0.0.0:80"], variable => variable == "API_KEY" ? "secret" : Socket(variable)).Errors);
    }

    [Fact]
    public void Keys_that_cannot_be_read_are_a_mistake()
    {
        using var folder = new TempFolder();
        var path = folder.In("keys.json");
        KeyFileTests.Write(path, "someone");
        File.SetUnixFileMode(path, (UnixFileMode)0b110_100_000);
        Assert.Contains("chmod 600", Assert.Single(CommandLine.Read(["--keys", path], Socket).Errors));
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("schlüssel")]
    [InlineData("line\n")]
    public void A_key_of_the_environment_that_no_client_could_send_is_a_mistake_and_is_not_told(string secret)
    {
        var error = Assert.Single(CommandLine.Read([], variable => variable == "API_KEY" ? secret : Socket(variable)).Errors);
        Assert.StartsWith("API_KEY: must be", error);
        Assert.DoesNotContain(secret, error);
    }

    [Fact]
    public void No_address_is_a_mistake() => Assert.NotEmpty(CommandLine.Read(["--urls", ";"], Socket).Errors);
}
