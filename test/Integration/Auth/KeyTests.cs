using System.Net;
using System.Text.Json;
using Hotcell.Integration.Grpc;
using Hotcell.Kit;
using Hotcell.V1;
using Xunit;

namespace Hotcell.Integration.Auth;

/// <summary>Who gets in, over HTTP and gRPC.</summary>
public sealed class KeyTests(KeyedServer keyed) : IClassFixture<KeyedServer>
{
    private const int PermissionDenied = 7;
    private const int Unauthenticated = 16;

    private static readonly string[] s_health = ["/health", "/api/health"];

    private static readonly object s_program = new { language = "bash", code = "echo in" };

    /// <summary>What runs programs, and a field of an error that its clients look at.</summary>
    public static TheoryData<string, string> Dialects => new()
    {
        { "/api/v1/executions", "type" },
        { "/api/v1/execute", "type" },
        { "/api/execute", "error" },
        { "/execute", "status" },
        { "/api/rooms/7/execute", "status" },
    };

    /// <summary>As <c>docs/adr/0012-keys-and-turns.md</c> lists it.</summary>
    public static TheoryData<string> Open => [.. s_health, "/docs", "/docs/docs.css", "/openapi/v1.json", "/", .. PageFiles];

    /// <summary>What the server was built with; nothing where there was no Node.js.</summary>
    private static IEnumerable<string> PageFiles =>
        new DirectoryInfo(Path.Combine(Path.GetDirectoryName(Machine.ServerDll)!, "web")) is { Exists: true } web
            ? ["/status", "/favicon.svg", "/preview.html", "/licenses.txt", .. web.GetDirectories("assets").SelectMany(assets => assets.GetFiles("*.js")).Take(1).Select(file => "/assets/" + file.Name)]
            : [];

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task Without_a_key_every_dialect_refuses_in_its_own_shape(string path, string field)
    {
        using var response = await keyed.PostAsync(null, path, s_program);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Bearer realm=\"hotcell\"", response.Headers.WwwAuthenticate.Single().ToString());
        var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        Assert.NotEmpty(answer.Text(field)!);
        Assert.Equal(path.StartsWith("/api/v1/", StringComparison.Ordinal) ? "application/problem+json" : "application/json", response.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task With_a_key_every_dialect_runs_programs(string path, string field)
    {
        using var response = await keyed.PostAsync(keyed.Key, path, s_program);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{field}: {text}");
        Assert.Contains("in\\n", text);
    }

    [Fact]
    public async Task What_one_key_has_compiled_another_compiles_again()
    {
        var other = await keyed.AddAsync("compiles-again");
        var program = new { language = "c", code = "int main(void) { return 0; }\n" };
        List<bool> cached = [await CachedAsync(keyed.Key), await CachedAsync(keyed.Key), await CachedAsync(other), await CachedAsync(other)];
        Assert.Equal<IEnumerable<bool>>([false, true, false, true], cached);

        async Task<bool> CachedAsync(string key)
        {
            using var response = await keyed.PostAsync(key, "/api/v1/executions", program);
            return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("compile").GetProperty("cached").GetBoolean();
        }
    }

    [Theory]
    [InlineData("/api/v1/languages")]
    [InlineData("/api/languages")]
    [InlineData("/languages")]
    [InlineData("/nothing")]
    public async Task Everything_else_needs_a_key_too_also_what_does_not_exist(string path)
    {
        using var response = await keyed.GetAsync(null, path);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Open))]
    public async Task What_is_the_same_for_everybody_needs_no_key(string path)
    {
        using var response = await keyed.GetAsync(null, path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task All_else_that_the_contract_has_needs_one()
    {
        var contract = new OpenApi(JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Machine.Repository, "openapi", "v1.json"))).RootElement);
        var open = new List<string>();
        foreach (var operation in contract.Operations)
        {
            using var request = new HttpRequestMessage(new HttpMethod(operation.Method), operation.Path);
            using var response = await keyed.SendAsync(null, request);
            if (response.StatusCode != HttpStatusCode.Unauthorized)
            {
                open.Add(operation.Path);
            }
        }

        Assert.Equal(s_health, open);
    }

    [Theory]
    [InlineData("X-API-Key", "{0}", HttpStatusCode.OK)]
    [InlineData("x-api-key", "{0}", HttpStatusCode.OK)]
    [InlineData("Authorization", "Bearer {0}", HttpStatusCode.OK)]
    [InlineData("authorization", "bearer {0}", HttpStatusCode.OK)]
    [InlineData("Authorization", "Basic {0}", HttpStatusCode.Unauthorized)]
    [InlineData("Authorization", "{0}", HttpStatusCode.Unauthorized)]
    [InlineData("X-API-Key", "{0}x", HttpStatusCode.Unauthorized)]
    [InlineData("X-API-Key", "{0},{0}", HttpStatusCode.Unauthorized)]
    [InlineData("X-Key", "{0}", HttpStatusCode.Unauthorized)]
    public async Task A_key_comes_in_one_of_two_headers(string header, string value, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/languages");
        Assert.True(request.Headers.TryAddWithoutValidation(header, string.Format(System.Globalization.CultureInfo.InvariantCulture, value, keyed.Key)));
        using var response = await keyed.Server.Client.SendAsync(request);
        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task A_wrong_key_is_told_to_be_wrong()
    {
        using var response = await keyed.GetAsync("hotcell_wrong", "/api/v1/languages");
        Assert.Equal("Bearer realm=\"hotcell\", error=\"invalid_token\"", response.Headers.WwwAuthenticate.Single().ToString());
    }

    [Fact]
    public async Task A_key_in_the_address_is_none()
    {
        using var response = await keyed.GetAsync(null, $"/api/v1/languages?api_key={keyed.Key}&key={keyed.Key}");
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Where_a_key_is_needed_any_name_of_the_server_will_do()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/languages") { Headers = { Host = "code.example.org" } };
        request.Headers.Add("X-API-Key", keyed.Key);
        using var response = await keyed.Server.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("x-api-key", "{0}")]
    [InlineData("authorization", "Bearer {0}")]
    public async Task By_gRPC_a_key_comes_as_metadata(string name, string value)
    {
        using var client = new GrpcClient(keyed.Server);
        var request = new ExecuteRequest { Language = "bash", Code = "echo in" };
        foreach (var path in new[] { GrpcClient.Execute, GrpcClient.ExecuteStream, "/hotcell.v1.CodeExecutor/Nothing", "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo" })
        {
            var without = await client.CallAsync(path, request);
            Assert.Equal((Unauthenticated, 0), (without.Status, without.Frames.Count));
            Assert.Equal(Unauthenticated, (await client.CallAsync(path, request, (name, "hotcell_wrong"))).Status);
        }

        var metadata = (name, string.Format(System.Globalization.CultureInfo.InvariantCulture, value, keyed.Key));
        Assert.Equal("in\n", (await client.CallAsync(GrpcClient.Execute, request, metadata)).Only(ExecuteResponse.Parser).Stdout);
        Assert.Equal(0, (await client.CallAsync(GrpcClient.ExecuteStream, request, metadata)).Status);
    }

    [Theory]
    [InlineData("/hotcell.v1.CodeExecutor/Health")]
    [InlineData("/grpc.health.v1.Health/Check")]
    public async Task Health_by_gRPC_needs_no_key(string path)
    {
        using var client = new GrpcClient(keyed.Server);
        Assert.Equal(0, (await client.CallAsync(path, new HealthRequest())).Status);
    }

    [Fact]
    public async Task A_client_that_others_have_written_sends_its_key_as_metadata()
    {
        var folder = Directory.CreateTempSubdirectory("hotcell-test-");
        try
        {
            var protos = Path.Combine(Machine.Repository, "proto");
            await using (var protoc = Child.Start("protoc", "--proto_path", protos, "--python_out", folder.FullName, Path.Combine(protos, "hotcell", "v1", "code_executor.proto")))
            {
                Assert.Equal(0, await protoc.WaitForExitAsync());
            }

            var script = Path.Combine(Machine.Repository, "test", "Integration", "Grpc", "clients", "python", "keys.py");
            await using var client = Child.Start("/usr/bin/python3", script, keyed.Server.Grpc.Authority, folder.FullName, keyed.Key);
            Assert.True(await client.WaitForExitAsync(TimeSpan.FromMinutes(2)) == 0, client.Log);
            Assert.Equal(["none UNAUTHENTICATED", "wrong UNAUTHENTICATED", "x-api-key in", "bearer in"], client.Log.Trim().Split('\n'));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Keys_are_added_and_revoked_while_the_server_runs()
    {
        var key = await keyed.AddAsync("visitor");
        Assert.Equal(HttpStatusCode.OK, (await keyed.PostAsync(key, "/api/v1/executions", s_program)).StatusCode);
        var (_, list) = await keyed.ToolAsync("list");
        Assert.Contains("visitor", list);
        Assert.DoesNotContain(key, list);

        Assert.Equal(0, (await keyed.ToolAsync("revoke", "visitor")).Code);
        Assert.Equal(HttpStatusCode.Unauthorized, (await keyed.PostAsync(key, "/api/v1/executions", s_program)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await keyed.PostAsync(keyed.Key, "/api/v1/executions", s_program)).StatusCode);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task A_language_that_a_key_is_not_for_is_forbidden(string path, string field)
    {
        var key = await keyed.AddAsync("narrow", "--language", "py", "--language", "c");
        try
        {
            using var refused = await keyed.PostAsync(key, path, s_program);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
            Assert.NotEmpty(JsonDocument.Parse(await refused.Content.ReadAsStringAsync()).RootElement.Text(field)!);
            using var allowed = await keyed.PostAsync(key, path, new { language = "python", code = "" });
            Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);

            using var client = new GrpcClient(keyed.Server);
            Assert.Equal(PermissionDenied, (await client.CallAsync(GrpcClient.Execute, new ExecuteRequest { Language = "bash", Code = "" }, ("x-api-key", key))).Status);
        }
        finally
        {
            await keyed.ToolAsync("revoke", "narrow");
        }
    }

    [Fact]
    public async Task Limits_of_a_key_hold()
    {
        var key = await keyed.AddAsync("short", "--limit", "wall_time_ms=500", "--limit", "memory_mb=64");
        using var late = await keyed.PostAsync(key, "/api/v1/executions", new { language = "bash", code = "sleep 60" });
        var answer = JsonDocument.Parse(await late.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal("TimeLimit", answer.Text("verdict"));
        using var wrong = await keyed.PostAsync(key, "/api/v1/execute", new { language = "bash", code = "", timeout_seconds = 1, memory_limit_mb = 65 });
        var problem = JsonDocument.Parse(await wrong.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(
            ["memory_limit_mb: must be 8 to 64, not 65", "timeout_seconds: must be 0.001 to 0.5, not 1"],
            problem.At("errors").EnumerateArray().Select(error => $"{error.Text("field")}: {error.Text("message")}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_key_for_operators_runs_no_programs()
    {
        var key = await keyed.AddAsync("watcher", "--role", "operator");
        using var response = await keyed.PostAsync(key, "/api/v1/executions", s_program);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("role user", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task No_key_is_logged_or_kept()
    {
        const string wrong = "hotcell_never-made";
        (await keyed.PostAsync(keyed.Key, "/api/v1/executions", new { language = "bash", code = "exit 1" })).Dispose();
        (await keyed.PostAsync(wrong, "/api/v1/executions", s_program)).Dispose();
        Assert.DoesNotContain(keyed.Key, keyed.Server.Keeper.Log);
        Assert.DoesNotContain(wrong, keyed.Server.Keeper.Log);
        Assert.DoesNotContain(keyed.Key["hotcell_".Length..], await File.ReadAllTextAsync(keyed.KeyFile));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(keyed.KeyFile));
    }

    [Theory]
    [InlineData("add", "two words", "name: must be")]
    [InlineData("add", "x", "--role", "king", "roles: must be of user, operator")]
    [InlineData("add", "x", "--rate", "fast", "rate: must be")]
    [InlineData("add", "x", "--language", "klingon", "there is no klingon")]
    [InlineData("add", "x", "--limit", "wealth=5", "limits.wealth: is not a limit")]
    [InlineData("add", "x", "--concurrency", "0", "concurrency: must be above 0")]
    [InlineData("add", "owner", "there is a key named owner already")]
    [InlineData("revoke", "nobody", "there is no key named nobody")]
    public async Task A_wrong_command_says_why_and_changes_nothing(params string[] args)
    {
        var before = await File.ReadAllTextAsync(keyed.KeyFile);
        var (code, log) = await keyed.ToolAsync(args[..^1]);
        Assert.Equal(2, code);
        Assert.Contains(args[^1], log);
        Assert.Equal(before, await File.ReadAllTextAsync(keyed.KeyFile));
    }
}
