using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Abuse;

/// <summary>Everybody else, who wants to run programs while somebody is abusing the server.</summary>
internal static class Others
{
    /// <summary>Asserts that a few of them are served, one after the other, over new connections.</summary>
    public static async Task AssertServedAsync(ServerFixture server, int times = 3)
    {
        for (var i = 0; i < times; i++)
        {
            using var client = server.NewClient();
            await AssertServedAsync(client);
        }
    }

    /// <summary>Asserts that one is served.</summary>
    public static async Task AssertServedAsync(HttpClient client)
    {
        using var body = System.Net.Http.Json.JsonContent.Create(new { language = "bash", code = "read -r n; echo $n", stdin = "served\n" });
        using var response = await client.PostAsync("/api/v1/executions", body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode}: {text}");
        Assert.Equal("served\n", System.Text.Json.JsonDocument.Parse(text).RootElement.Text("run", "stdout"));
    }
}
