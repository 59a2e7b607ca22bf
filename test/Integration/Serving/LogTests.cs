using System.Net;
using System.Text.Json;
using Hotcell.Integration.Auth;
using Hotcell.Integration.Grpc;
using Hotcell.Kit;
using Hotcell.V1;
using Xunit;

namespace Hotcell.Integration.Serving;

/// <summary>The logs of a server, as its operator finds them.</summary>
public sealed class LogTests : IDisposable
{
    private const string Secret = "s3cr3t";
    private const int Sigterm = 15;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hotcell-test-");

    /// <summary>The server's user makes the files here.</summary>
    public LogTests() => File.SetUnixFileMode(_folder.FullName, (UnixFileMode)0b111_111_111);

    public void Dispose() => _folder.Delete(recursive: true);

    private List<JsonElement> Read(string log)
    {
        var file = Assert.Single(_folder.GetFiles($"{log}-*.jsonl"));
        return [.. File.ReadAllLines(file.FullName).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    /// <summary>As its operator ends it: what waits is written.</summary>
    private static async Task EndAsync(ServerFixture server)
    {
        Child.Signal(server.KeeperId, Sigterm);
        await server.Keeper.WaitForExitAsync();
    }

    private static string? Field(JsonElement entry, string name) => entry.TryGetProperty(name, out var value) ? value.ToString() : null;

    [Fact]
    public async Task Each_log_tells_its_own_and_nothing_that_a_caller_wrote()
    {
        var keyed = new KeyedServer { Options = ["--logs", _folder.FullName, "--ready-time", "1"] };
        await using (keyed)
        {
            await keyed.InitializeAsync();
            var user = await keyed.AddAsync("user");
            foreach (var body in new object[]
            {
                new { language = "bash", code = $"echo {Secret}; unshare --user true" },
                new { language = "bash", code = $"echo {Secret}; exit 3", stdin = Secret },
                new { language = "bash", files = new[] { new { name = $"../{Secret}", content = Secret } } },
            })
            {
                (await keyed.PostAsync(user, "/api/v1/executions", body)).Dispose();
            }

            (await keyed.PostAsync(user, $"/api/rooms/{Secret}/execute?{Secret}", new { language = "bash", code = "true" })).Dispose();
            (await keyed.GetAsync(user, $"/{Secret}\r\n%0a{Secret}".ReplaceLineEndings(""))).Dispose();
            (await keyed.GetAsync(user, "/metrics")).Dispose();
            (await keyed.GetAsync($"hotcell_{Secret}", "/languages")).Dispose();
            using var client = new GrpcClient(keyed.Server);
            await client.CallAsync(GrpcClient.Execute, new ExecuteRequest { Language = "bash", Code = "true" }, ("x-api-key", user));
            await client.CallAsync($"/{Secret}/{Secret}", new ExecuteRequest(), ("x-api-key", user));
            await EndAsync(keyed.Server);
            Assert.DoesNotContain(Secret, keyed.Server.Keeper.Log, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(_folder.GetFiles(), file => File.ReadAllText(file.FullName).Contains(Secret, StringComparison.Ordinal));

        var requests = Read("request");
        var run = requests[0];
        Assert.Equal(("POST", "/api/v1/executions", "200", "user", "127.0.0.1"), (Field(run, "method"), Field(run, "route"), Field(run, "status"), Field(run, "key"), Field(run, "address")));
        Assert.All(requests.Where(request => Field(request, "grpc_status") != "12"), request => Assert.True(request.GetProperty("ms").GetDouble() >= 0 && request.GetProperty("bytes").GetInt64() > 0, request.ToString()));
        Assert.Equal(["200", "200", "400"], requests.Where(request => Field(request, "route") == "/api/v1/executions").Select(request => Field(request, "status")));
        Assert.Single(requests, request => Field(request, "route") == "/api/rooms/{roomId}/execute");
        Assert.Single(requests, request => (Field(request, "route"), Field(request, "status")) == ("-", "404"));
        Assert.Single(requests, request => (Field(request, "route"), Field(request, "grpc_status")) == ("/hotcell.v1.CodeExecutor/Execute", "0"));
        Assert.Single(requests, request => (Field(request, "route"), Field(request, "grpc_status")) == ("-", "12"));

        var executions = Read("execution");
        Assert.Equal(["ForbiddenSyscall", "RuntimeError", "Ok", "Ok"], executions.Select(execution => Field(execution, "verdict")));
        Assert.All(executions, execution => Assert.Equal(("key:user", "bash"), (Field(execution, "caller"), Field(execution, "language"))));
        Assert.All(executions, execution => Assert.True(execution.GetProperty("run_ms").GetDouble() > 0 && execution.GetProperty("peak_memory_bytes").GetInt64() > 0));
        Assert.Equal(Field(run, "trace"), Field(executions[0], "trace"));

        var security = Read("security");
        Assert.Equal(["Key", "Path", "Role", "Syscall"], security.Select(entry => Field(entry, "refused")!).Order(StringComparer.Ordinal));
        Assert.Equal("unshare", Field(security.Single(entry => Field(entry, "refused") == "Syscall"), "syscall"));
        Assert.Equal(("user", "/metrics"), security.Where(entry => Field(entry, "refused") == "Role").Select(entry => (Field(entry, "caller"), Field(entry, "route"))).Single());
        Assert.Equal("files[0].name", Field(security.Single(entry => Field(entry, "refused") == "Path"), "field"));
        Assert.NotEmpty(Read("server"));
    }

    [Fact]
    public async Task Names_and_pages_that_are_not_welcome_are_in_the_security_log()
    {
        await using (var server = new ServerFixture { Options = ["--logs", _folder.FullName, "--cors-origins", "https://app.example"] })
        {
            await server.InitializeAsync();
            foreach (var (name, value) in new[] { ("Host", "evil.example"), ("Origin", "https://evil.example"), ("Origin", "https://app.example"), ("Origin", server.Client.BaseAddress!.GetLeftPart(UriPartial.Authority)) })
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, "/languages");
                request.Headers.Add(name, value);
                (await server.Client.SendAsync(request)).Dispose();
            }

            await EndAsync(server);
        }

        Assert.Equal(["asked for 'evil.example'", "is used by 'https://evil.example'"], Read("security").Select(entry => Field(entry, "detail")));
    }

    [Fact]
    public async Task Console_tells_people_what_ran_and_machines_everything()
    {
        await using (var text = await ServerFixture.StartAsync())
        {
            await text.ServeAsync();
            await text.Keeper.WaitForLineAsync(line => line.Contains(" info ExecutionLog: address:127.0.0.1: bash Ok after ", StringComparison.Ordinal));
            Assert.DoesNotContain("RequestLog", text.Keeper.Log, StringComparison.Ordinal);
        }

        await using var json = new ServerFixture { Options = ["--log-format", "json", "--ready-time", "1"] };
        await json.InitializeAsync();
        await json.ServeAsync();
        foreach (var log in new[] { "request", "execution" })
        {
            var line = await json.Keeper.WaitForLineAsync(line => line.StartsWith('{') && line.Contains($"\"log\":\"{log}\"", StringComparison.Ordinal));
            Assert.Equal(log, Field(JsonDocument.Parse(line).RootElement, "log"));
        }
    }

    [Fact]
    public async Task What_waits_to_be_written_is_written_when_the_server_ends()
    {
        await using (var server = new ServerFixture { Options = ["--logs", _folder.FullName] })
        {
            await server.InitializeAsync();
            for (var i = 0; i < 50; i++)
            {
                using var response = await server.Client.GetAsync("/health");
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            }

            await EndAsync(server);
        }

        Assert.Equal(50, Read("request").Count);
    }
}
