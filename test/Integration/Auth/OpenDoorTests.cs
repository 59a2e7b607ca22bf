using System.Net;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Auth;

/// <summary>How a server without keys becomes one with keys, and never the other way round by itself.</summary>
public sealed class OpenDoorTests
{
    [Fact]
    public async Task With_a_key_a_server_may_be_reached_by_other_machines()
    {
        await using var keyed = new KeyedServer();
        await keyed.InitializeAsync();
        var folder = Directory.CreateTempSubdirectory("hotcell-test-");
        try
        {
            File.SetUnixFileMode(folder.FullName, (UnixFileMode)0b111_001_001);
            await using var keeper = ServerFixture.Launch(Path.Combine(folder.FullName, "warden.sock"), "--urls", "http://0.0.0.0:0", "--keys", keyed.KeyFile);
            var port = (await ServerFixture.AddressesOfAsync(keeper))[0].Port;
            await keeper.WaitForLineAsync(line => line.Contains("keys:      needed", StringComparison.Ordinal));
            using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
            Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/languages")).StatusCode);
            client.DefaultRequestHeaders.Add("X-API-Key", keyed.Key);
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/languages")).StatusCode);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_first_key_closes_an_open_server_and_nothing_opens_it_again()
    {
        await using var keyed = new KeyedServer();
        await keyed.InitializeAsync();
        await keyed.ToolAsync("revoke", KeyedServer.Owner);
        await using var server = new ServerFixture { Options = ["--keys", keyed.KeyFile] };
        await server.InitializeAsync();
        await server.Keeper.WaitForLineAsync(line => line.Contains("keys:      none: every user of this machine may run programs", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("/languages")).StatusCode);

        var key = await keyed.AddAsync("first");
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Client.GetAsync("/languages")).StatusCode);
        server.Client.DefaultRequestHeaders.Add("X-API-Key", key);
        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("/languages")).StatusCode);

        File.SetUnixFileMode(keyed.KeyFile, (UnixFileMode)0b110_100_000);
        File.SetLastWriteTimeUtc(keyed.KeyFile, DateTime.UnixEpoch);
        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("/languages")).StatusCode);
        await server.Keeper.WaitForLineAsync(line => line.Contains("cannot be read, and the keys stay as they were", StringComparison.Ordinal));

        File.Delete(keyed.KeyFile);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Client.GetAsync("/languages")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("/health")).StatusCode);
    }
}
