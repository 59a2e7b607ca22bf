using System.Net;
using System.Text.Json;
using Hotcell.Integration.Grpc;
using Hotcell.Kit;
using Hotcell.V1;
using Xunit;

namespace Hotcell.Integration.Auth;

/// <summary>How many requests each key, and each address without one, may send.</summary>
public sealed class RateTests
{
    private const int ResourceExhausted = 8;

    private static string Field(HttpResponseMessage response, string name) => response.Headers.GetValues(name).Single();

    [Fact]
    public async Task Each_key_has_its_own_rate_and_is_told_of_it()
    {
        await using var keyed = new KeyedServer { Options = ["--rate", "100:3600"] };
        await keyed.InitializeAsync();
        var slow = await keyed.AddAsync("slow", "--rate", "2:3600");

        using (var first = await keyed.GetAsync(slow, "/api/v1/languages"))
        {
            Assert.Equal(("2", "1", "2;w=3600"), (Field(first, "RateLimit-Limit"), Field(first, "RateLimit-Remaining"), Field(first, "RateLimit-Policy")));
            Assert.InRange(int.Parse(Field(first, "RateLimit-Reset"), System.Globalization.CultureInfo.InvariantCulture), 3000, 3600);
        }

        (await keyed.PostAsync(slow, "/execute", new { })).Dispose();
        foreach (var (path, shape) in new[] { ("/api/v1/execute", "title"), ("/api/execute", "error"), ("/execute", "status") })
        {
            using var refused = await keyed.PostAsync(slow, path, new { language = "bash", code = "" });
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.Equal(Field(refused, "RateLimit-Reset"), $"{refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds}");
            Assert.NotEmpty(JsonDocument.Parse(await refused.Content.ReadAsStringAsync()).RootElement.Text(shape)!);
        }

        using var client = new GrpcClient(keyed.Server);
        var answer = await client.CallAsync(GrpcClient.Execute, new ExecuteRequest { Language = "bash", Code = "" }, ("x-api-key", slow));
        Assert.Equal(ResourceExhausted, answer.Status);
        Assert.NotNull(answer.Header("grpc-retry-pushback-ms"));

        using var other = await keyed.GetAsync(keyed.Key, "/api/v1/languages");
        Assert.Equal((HttpStatusCode.OK, "100", "99"), (other.StatusCode, Field(other, "RateLimit-Limit"), Field(other, "RateLimit-Remaining")));
    }

    [Fact]
    public async Task Guessing_keys_has_the_rate_of_an_address_and_shuts_no_key_out()
    {
        await using var keyed = new KeyedServer { Options = ["--rate", "3:3600"] };
        await keyed.InitializeAsync();
        for (var i = 0; i < 3; i++)
        {
            using var wrong = await keyed.GetAsync($"hotcell_{i}", "/languages");
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        }

        using (var refused = await keyed.GetAsync(null, "/languages"))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        }

        using (var right = await keyed.GetAsync(keyed.Key, "/languages"))
        {
            Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        }

        for (var i = 0; i < 10; i++)
        {
            using var health = await keyed.GetAsync(null, "/health");
            Assert.Equal(HttpStatusCode.OK, health.StatusCode);
            Assert.False(health.Headers.Contains("RateLimit-Limit"));
        }
    }

    [Fact]
    public async Task With_keys_there_is_a_rate_and_on_loopback_without_them_there_is_none()
    {
        await using (var keyed = new KeyedServer())
        {
            await keyed.InitializeAsync();
            using var counted = await keyed.GetAsync(keyed.Key, "/languages");
            Assert.Equal("600;w=60", Field(counted, "RateLimit-Policy"));
        }

        await using var open = await ServerFixture.StartAsync();
        using var free = await open.Client.GetAsync("/languages");
        Assert.Equal((HttpStatusCode.OK, false), (free.StatusCode, free.Headers.Contains("RateLimit-Limit")));
    }
}
