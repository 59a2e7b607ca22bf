using System.Net;
using System.Net.Http.Json;
using Xunit;

namespace Hotcell.Integration.Auth;

/// <summary>Events of an execution, which a reader may come back to.</summary>
public sealed class EventOwnerTests
{
    [Fact]
    public async Task Only_the_key_that_ran_a_program_sees_and_ends_it()
    {
        await using var keyed = new KeyedServer();
        await keyed.InitializeAsync();
        var other = await keyed.AddAsync("other");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/executions") { Content = JsonContent.Create(new { language = "bash", code = "sleep 60" }) };
        request.Headers.Add("X-API-Key", keyed.Key);
        request.Headers.Accept.ParseAdd("text/event-stream");
        using var response = await keyed.Server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var execution = response.Headers.Location!.ToString()[..^"/events".Length];

        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Delete })
        {
            using var refused = await keyed.SendAsync(other, new HttpRequestMessage(method, execution));
            Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        }

        using var running = await keyed.GetAsync(keyed.Key, execution);
        Assert.Equal(HttpStatusCode.Accepted, running.StatusCode);
        using var ended = await keyed.SendAsync(keyed.Key, new HttpRequestMessage(HttpMethod.Delete, execution));
        Assert.Contains("\"verdict\":\"Cancelled\"", await ended.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

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
