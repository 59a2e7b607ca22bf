using System.Net;
using System.Text.Json;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Auth;

/// <summary><c>GET /api/system</c>, and <c>GET /api/v1/system</c>.</summary>
public sealed class SystemTests
{
    private const string Path = "/api/system";

    [Fact]
    public async Task Is_for_operators_and_has_every_field()
    {
        await using var keyed = new KeyedServer();
        await keyed.InitializeAsync();
        var user = await keyed.AddAsync("user");
        var watcher = await keyed.AddAsync("watcher", "--role", "operator");
        Assert.Equal(HttpStatusCode.Unauthorized, (await keyed.GetAsync(null, Path)).StatusCode);
        using (var refused = await keyed.GetAsync(user, Path))
        {
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
            Assert.False(JsonDocument.Parse(await refused.Content.ReadAsStringAsync()).RootElement.At("success").GetBoolean());
        }

        using var response = await keyed.GetAsync(watcher, Path);
        AssertWhole(JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }

    [Fact]
    public async Task Without_keys_the_machines_own_user_sees_it()
    {
        await using var server = await ServerFixture.StartAsync();
        AssertWhole(JsonDocument.Parse(await server.Client.GetStringAsync(Path)).RootElement);
        var native = JsonDocument.Parse(await server.Client.GetStringAsync("/api/v1/system")).RootElement;
        Assert.Equal(("healthy", Environment.ProcessorCount), (native.Text("status"), native.Number("load", "cpus")));
        Assert.InRange(native.Number("queue", "max_running"), 1, 10_000);
    }

    [Fact]
    public async Task Where_anybody_may_come_without_a_key_nobody_sees_it()
    {
        await using var server = new ServerFixture { Options = ["--allow-anonymous"] };
        await server.InitializeAsync();
        foreach (var path in new[] { Path, "/api/v1/system" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await server.Client.GetAsync(path)).StatusCode);
        }
    }

    private static void AssertWhole(JsonElement answer)
    {
        Assert.True(answer.At("success").GetBoolean());
        Assert.Equal("healthy", answer.Text("status"));
        Assert.InRange(answer.Number("load", "one"), 0, 100_000);
        Assert.Equal(Environment.ProcessorCount, answer.Number("load", "cpus"));
        Assert.InRange(answer.Number("memory", "available"), 1, answer.Number("memory", "total"));
        Assert.InRange(answer.Number("memory", "server"), 1, answer.Number("memory", "total"));
        Assert.Equal(0, answer.Number("queue", "waiting"));
        Assert.InRange(answer.Number("queue", "maxRunning"), 1, 10_000);
        Assert.InRange(answer.Number("cells", "ready"), 0, 10_000);
        Assert.True(answer.At("cells", "connected").GetBoolean());
        foreach (var version in new[] { "hotcell", "dotnet", "kernel" })
        {
            Assert.NotEmpty(answer.Text("versions", version)!);
        }

        Assert.Contains(answer.At("languages").EnumerateArray(), language => language.Text("id") == "bash" && language.At("available").GetBoolean());
        Assert.NotEmpty(answer.Text("timestamp")!);
    }
}
