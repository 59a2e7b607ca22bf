using System.Net;
using Hotcell.Server.Hosting;
using Hotcell.Server.Logs;
using Hotcell.Unit.Engine;

namespace Hotcell.Unit.Server;

/// <summary>Options about proxies, logs and telemetry.</summary>
public sealed class OperationOptionTests
{
    private static (ServerOptions? Options, IReadOnlyList<string> Errors) Read(string[] args, params (string Name, string Value)[] variables) =>
        CommandLine.Read(args, name => name == "HOTCELL_WARDEN_SOCKET" ? "/run/warden.sock" : variables.FirstOrDefault(variable => variable.Name == name).Value);

    [Fact]
    public void By_default_nobody_is_trusted_nothing_is_sent_and_the_console_has_the_log()
    {
        var options = Read([]).Options!;
        Assert.Equal((0, null, null, ConsoleForm.Text), (options.TrustedProxies.Count, options.Otlp, options.Logs.Folder, options.Logs.Console));
        Assert.False(options.IsReachable);
    }

    [Fact]
    public void Proxies_are_addresses_and_networks_and_make_the_server_reachable()
    {
        var options = Read(["--trusted-proxies", "127.0.0.1, 10.0.0.0/8,::1;fd00::/8"]).Options!;
        Assert.Equal(["127.0.0.1/32", "10.0.0.0/8", "::1/128", "fd00::/8"], options.TrustedProxies.Select(network => network.ToString()));
        Assert.True(options.IsReachable);
    }

    [Theory]
    [InlineData("proxy.example")]
    [InlineData("10.0.0.0/33")]
    [InlineData("*")]
    [InlineData(",")]
    public void What_is_no_network_is_trusted_by_nobody(string proxies) =>
        Assert.StartsWith("--trusted-proxies: ", Assert.Single(Read(["--trusted-proxies", proxies]).Errors), StringComparison.Ordinal);

    [Fact]
    public void Logs_go_where_the_command_line_says_else_where_the_environment_does()
    {
        using var folder = new TempFolder();
        Assert.Equal(folder.In("own"), Read(["--logs", folder.In("own")], ("HOTCELL_LOGS", folder.Root)).Options!.Logs.Folder);
        Assert.Equal(folder.Root, Read(["--log-format", "json", "--log-file-size=2", "--log-files=3"], ("HOTCELL_LOGS", folder.Root)).Options!.Logs.Folder);
        Assert.Null(Read(["--logs", "off"], ("HOTCELL_LOGS", folder.Root)).Options!.Logs.Folder);
        Assert.Empty(Directory.GetFiles(folder.Root, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Logs_that_cannot_be_written_are_a_mistake()
    {
        using var folder = new TempFolder();
        folder.Write("file", "");
        Assert.Contains($"--logs: {folder.In("file/logs")} cannot be written", Assert.Single(Read(["--logs", folder.In("file/logs")]).Errors), StringComparison.Ordinal);
        Assert.Equal(3, Read(["--log-format", "xml", "--log-file-size", "0", "--log-files", "1"]).Errors.Count);
    }

    [Theory]
    [InlineData("http://127.0.0.1:4318", null, "http://127.0.0.1:4318/v1/traces")]
    [InlineData("https://collector.example/otel/", "http/protobuf", "https://collector.example/otel/v1/traces")]
    [InlineData("http://127.0.0.1:4317", "grpc", "http://127.0.0.1:4317/")]
    public void Telemetry_goes_to_the_collector_in_its_protocol(string url, string? protocol, string expected)
    {
        var variables = protocol is null ? [] : new[] { ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol) };
        Assert.Equal(expected, Read(["--otlp", url], variables).Options!.Otlp!.Of("traces").ToString());
        Assert.Equal(expected, Read([], [.. variables, ("OTEL_EXPORTER_OTLP_ENDPOINT", url)]).Options!.Otlp!.Of("traces").ToString());
    }

    [Theory]
    [InlineData("127.0.0.1:4318")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("http://user:password@127.0.0.1")]
    public void What_is_no_collector_is_a_mistake(string url) =>
        Assert.StartsWith("OTEL_EXPORTER_OTLP_ENDPOINT: is read as --otlp", Assert.Single(Read([], ("OTEL_EXPORTER_OTLP_ENDPOINT", url)).Errors), StringComparison.Ordinal);
}
