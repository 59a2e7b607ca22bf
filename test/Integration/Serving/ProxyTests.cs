using System.Net;
using Hotcell.Integration.Grpc;
using Hotcell.Kit;
using Hotcell.V1;
using Xunit;

namespace Hotcell.Integration.Serving;

/// <summary>Who is believed to forward for somebody. Here every request comes from 127.0.0.1, and each address has two.</summary>
public sealed class ProxyTests
{
    private const string Header = "X-Forwarded-For";
    private const int ResourceExhausted = 8;

    private static async Task<ServerFixture> StartAsync(params string[] options)
    {
        var server = new ServerFixture { Options = ["--rate", "2:3600", .. options] };
        await server.InitializeAsync();
        return server;
    }

    private static async Task<HttpStatusCode> AskAsync(ServerFixture server, string forwardedFor, string path = "/languages")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add(Header, forwardedFor);
        request.Headers.Add("X-Forwarded-Proto", "https");
        using var response = await server.Client.SendAsync(request);
        return response.StatusCode;
    }

    [Fact]
    public async Task Behind_a_trusted_proxy_each_client_has_its_own_rate()
    {
        await using var server = await StartAsync("--trusted-proxies", "127.0.0.1,10.0.0.0/8");
        foreach (var client in new[] { "192.0.2.1", "192.0.2.2", "2001:db8::1" })
        {
            Assert.Equal(HttpStatusCode.OK, await AskAsync(server, client));
            Assert.Equal(HttpStatusCode.OK, await AskAsync(server, $"{client}, 10.1.2.3"));
            Assert.Equal(HttpStatusCode.TooManyRequests, await AskAsync(server, client));
        }

        // What a client itself sends stands to the left of what the proxy adds.
        Assert.Equal(HttpStatusCode.TooManyRequests, await AskAsync(server, "198.51.100.1, 192.0.2.1"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await AskAsync(server, "10.0.0.9, 192.0.2.1, 10.1.2.3"));

        using var client2 = new GrpcClient(server);
        var refused = await client2.CallAsync(GrpcClient.Execute, new ExecuteRequest { Language = "bash", Code = "" }, ("x-forwarded-for", "192.0.2.1"));
        Assert.Equal(ResourceExhausted, refused.Status);
        await server.Keeper.WaitForLineAsync(line => line.Contains("Rate refused: nobody from 192.0.2.1, ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData()]
    [InlineData("--trusted-proxies", "10.0.0.0/8,192.0.2.0/24")]
    public async Task Forged_header_changes_nothing(params string[] options)
    {
        await using var server = await StartAsync(options);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(server, "192.0.2.1"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(server, "192.0.2.2"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await AskAsync(server, "192.0.2.3"));
        await server.Keeper.WaitForLineAsync(line => line.Contains("Rate refused: nobody from 127.0.0.1, ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_comes_through_a_proxy_is_not_the_machines_own_user()
    {
        await using var server = await StartAsync("--trusted-proxies", "127.0.0.1");
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(server, "192.0.2.1", "/metrics"));
    }
}
