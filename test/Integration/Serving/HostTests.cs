using System.Net;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Serving;

/// <summary>A web page that points its own name at this server must not be served.</summary>
public sealed class HostTests(ServerFixture server) : IClassFixture<LeavesNothing<ServerFixture>>
{
    [Theory]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("hotcell.localhost:1234", HttpStatusCode.OK)]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("[::1]:8080", HttpStatusCode.OK)]
    [InlineData("evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("127.0.0.1.evil.example:8080", HttpStatusCode.MisdirectedRequest)]
    public async Task Only_own_names_are_answered(string host, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health") { Headers = { Host = host } };
        using var response = await server.Client.SendAsync(request);
        Assert.Equal(expected, response.StatusCode);
    }
}
