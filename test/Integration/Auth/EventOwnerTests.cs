using System.Net;
using System.Net.Http.Json;
using Xunit;

namespace Hotcell.Integration.Auth;

/// <summary>Events of an execution, which a reader may come back to.</summary>
public sealed class EventOwnerTests
{
    [Fact]
    public async Task Only_the_key_that_ran_a_program_sees_its_events_again()
    {
        await using var keyed = new KeyedServer();
        await keyed.InitializeAsync();
        var other = await keyed.AddAsync("other", "--role", "user", "--role", "operator");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/executions") { Content = JsonContent.Create(new { language = "bash", code = "echo secret" }) };
        request.Headers.Add("X-API-Key", keyed.Key);
        request.Headers.Accept.ParseAdd("text/event-stream");
        using var response = await keyed.Server.Client.SendAsync(request);
        Assert.Contains("secret", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var events = response.Headers.Location!.ToString();
        using var refused = await keyed.GetAsync(other, events);
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        Assert.DoesNotContain("secret", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var own = await keyed.GetAsync(keyed.Key, events);
        Assert.Contains("secret", await own.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
