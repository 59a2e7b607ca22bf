using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Serving;

/// <summary>What the server says when it cannot start as it was told.</summary>
public sealed class StartupTests
{
    private const int Misconfigured = 2;

    [Fact]
    public async Task Every_wrong_option_is_named_at_once()
    {
        var (code, log) = await StartAsync("--http-port", "99999", "--mode", "soap", "--verbose", "--urls", "https://localhost;http://0.0.0.0:80");
        Assert.Equal(Misconfigured, code);
        foreach (var option in new[] { "--http-port: must be a port", "--mode: must be", "--verbose: is not an option", "https://localhost", "http://0.0.0.0:80 is reachable" })
        {
            Assert.Contains(option, log);
        }
    }

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://[::]:0")]
    [InlineData("http://*:0")]
    [InlineData("http://192.0.2.1:0")]
    public async Task Address_of_other_machines_needs_a_word(string url)
    {
        var (code, log) = await StartAsync("--urls", url);
        Assert.Equal(Misconfigured, code);
        Assert.Contains("--allow-anonymous", log);
    }

    [Fact]
    public async Task Host_names_are_not_guessed()
    {
        var (code, log) = await StartAsync("--urls", "http://example.org:80", "--allow-anonymous");
        Assert.Equal(Misconfigured, code);
        Assert.Contains("must name an IP address", log);
    }

    [Fact]
    public async Task Taken_port_is_told_plainly()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        var (code, log) = await StartAsync("--http-port", $"{port}");
        Assert.Equal(1, code);
        Assert.Contains("address already in use", log);
        Assert.DoesNotContain("   at ", log);
    }

    [Fact]
    public async Task Taken_port_of_gRPC_is_told_plainly_to_who_asked_for_gRPC()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        var (code, log) = await StartAsync("--http-port", "0", "--grpc-port", $"{port}");
        Assert.Equal(1, code);
        Assert.Contains($"127.0.0.1:{port}: address already in use", log);
        Assert.DoesNotContain("   at ", log);
    }

    [Fact]
    public async Task Who_did_not_ask_for_gRPC_gets_HTTP_where_its_port_is_taken()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 50051);
        try
        {
            listener.Start();
        }
        catch (System.Net.Sockets.SocketException)
        {
            // Then another process has it: as good.
        }

        await ServeAsync(["--http-port", "0"], async (addresses, keeper) =>
        {
            Assert.Equal("http", Assert.Single(addresses).Scheme);
            Assert.Contains("127.0.0.1:50051 is taken, so there is no gRPC", keeper.Log);
            using var client = new HttpClient { BaseAddress = addresses[0] };
            Assert.Contains("healthy", await client.GetStringAsync("/health"));
        });
    }

    [Fact]
    public Task Mode_http_serves_no_gRPC() => ServeAsync(["--mode", "http", "--http-port", "0"], (addresses, keeper) =>
    {
        Assert.Equal("http", Assert.Single(addresses).Scheme);
        Assert.DoesNotContain("gRPC", keeper.Log);
        return Task.CompletedTask;
    });

    [Fact]
    public Task Mode_grpc_serves_gRPC_alone() => ServeAsync(["--mode", "grpc", "--grpc-port", "0"], async (addresses, _) =>
    {
        Assert.Equal("grpc", Assert.Single(addresses).Scheme);
        using var client = new Grpc.GrpcClient(addresses[0]);
        var answer = await client.CallAsync(Grpc.GrpcClient.Execute, new V1.ExecuteRequest { Language = "bash", Code = "echo served" });
        Assert.Equal("served\n", answer.Only(V1.ExecuteResponse.Parser).Stdout);
    });

    [Fact]
    public Task Limits_of_the_flat_form_are_the_operators() =>
        ServeAsync(["--grpc-port", "0", "--http-port", "0", "--execute-time", "1:2", "--execute-memory", "32:64"], async (addresses, _) =>
        {
            using var client = new Grpc.GrpcClient(addresses[1]);
            var late = await client.CallAsync(Grpc.GrpcClient.Execute, new V1.ExecuteRequest { Language = "bash", Code = "sleep 60" });
            Assert.InRange(late.Only(V1.ExecuteResponse.Parser).ExecutionTimeMs, 990, 60_000);
            Assert.True(late.Only(V1.ExecuteResponse.Parser).Timeout);
            var wrong = await client.CallAsync(Grpc.GrpcClient.Execute, new V1.ExecuteRequest { Language = "bash", Code = "", TimeoutSeconds = 3, MemoryLimitMb = 65 });
            Assert.Contains("timeout_seconds must be 0.001 to 2, not 3", wrong.Message);
            Assert.Contains("memory_limit_mb must be 8 to 64, not 65", wrong.Message);
        });

    [Fact]
    public async Task Logs_that_cannot_be_written_stop_the_start()
    {
        var (code, log) = await StartAsync("--http-port", "0", "--logs", "/proc/logs");
        Assert.Equal(Misconfigured, code);
        Assert.Contains("--logs: /proc/logs cannot be written by the user that the server runs as", log);
    }

    [Fact]
    public async Task A_broken_language_is_left_out_and_the_rest_serves()
    {
        var folder = Directory.CreateTempSubdirectory("hotcell-test-");
        try
        {
            File.SetUnixFileMode(folder.FullName, (UnixFileMode)0b111_101_101);
            foreach (var (id, text) in new[] { ("bash", File.ReadAllText(Path.Combine(Machine.Languages, "bash", "language.yaml"))), ("broken", "id: broken\nname: Broken\nrun:\n  argv: ls -l\n") })
            {
                File.WriteAllText(Path.Combine(folder.CreateSubdirectory(id).FullName, "language.yaml"), text);
            }

            await using var server = new ServerFixture { Options = ["--languages", folder.FullName] };
            await server.InitializeAsync();

            Assert.Equal("Ok", (await server.RunAsync(new { language = "bash", code = "true" })).Text("verdict"));
            await Eventually.HoldsAsync(
                () => server.Keeper.Log.Contains("broken/language.yaml:4: run.argv: must be a list; this language is left out", StringComparison.Ordinal), "the error is told");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Broken_languages_are_all_named()
    {
        var folder = Directory.CreateTempSubdirectory("hotcell-test-");
        try
        {
            File.SetUnixFileMode(folder.FullName, (UnixFileMode)0b111_101_101);
            foreach (var id in new[] { "one", "two" })
            {
                File.WriteAllText(Path.Combine(folder.CreateSubdirectory(id).FullName, "language.yaml"), "id: wrong\n");
            }

            var (code, log) = await StartAsync("--languages", folder.FullName, "--http-port", "0");
            Assert.Equal(Misconfigured, code);
            Assert.Contains("one/language.yaml", log);
            Assert.Contains("two/language.yaml", log);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Variables_of_the_environment_open_no_address()
    {
        Environment.SetEnvironmentVariable("ASPNETCORE_URLS", "http://0.0.0.0:0");
        try
        {
            await using var server = await ServerFixture.StartAsync();
            Assert.Equal("127.0.0.1", server.Client.BaseAddress!.Host);
            Assert.DoesNotContain("0.0.0.0", server.Keeper.Log);
        }
        finally
        {
            Environment.SetEnvironmentVariable("ASPNETCORE_URLS", null);
        }
    }

    private static async Task<(int Code, string Log)> StartAsync(params string[] options)
    {
        var result = default((int, string));
        await LaunchAsync(options, async keeper => result = (await keeper.WaitForExitAsync(), keeper.Log));
        return result;
    }

    private static Task ServeAsync(string[] options, Func<IReadOnlyList<Uri>, Child, Task> use) =>
        LaunchAsync(options, async keeper => await use(await ServerFixture.AddressesOfAsync(keeper), keeper));

    private static async Task LaunchAsync(string[] options, Func<Child, Task> use)
    {
        var folder = Directory.CreateTempSubdirectory("hotcell-test-");
        try
        {
            File.SetUnixFileMode(folder.FullName, (UnixFileMode)0b111_001_001);
            await using var keeper = ServerFixture.Launch(Path.Combine(folder.FullName, "warden.sock"), options);
            await use(keeper);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
