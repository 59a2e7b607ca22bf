using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Abuse;

/// <summary>Requests that are larger, or become larger, than any that means well.</summary>
public sealed class LargeRequestTests(ServerFixture server) : IClassFixture<LeavesNothing<ServerFixture>>
{
    private const string Executions = "/api/v1/executions";

    /// <summary>A little below what a body may have.</summary>
    private const int LargeBody = 31 << 20;

    /// <summary>What one request may cost for a moment: its body twice, and what is made of it.</summary>
    private const int OneRequest = 256;

    /// <summary>Bodies that are small as text and large as anything else. Beginning, what is repeated, end.</summary>
    public static TheoryData<string, string, string, string> Explosive => new()
    {
        { "a million files", """{"language":"bash","files":[""", """{"name":"a","content":""},""", "]}" },
        { "files that are not even named", """{"language":"bash","files":[""", "{},", "]}" },
        { "numbers for arguments", """{"language":"bash","code":"x","args":[""", "1,", "]}" },
        { "lists for arguments", """{"language":"bash","code":"x","args":[""", "[],", "]}" },
        { "variables without end", """{"language":"bash","code":"x","env":{""", "\"\":1,", "}}" },
        { "fields that nobody knows", "{", "\"\":{},", "}" },
        { "a list of lists", "[", "[[[]]],", "]" },
    };

    [Theory]
    [MemberData(nameof(Explosive))]
    public async Task A_small_text_of_many_values_is_refused_without_being_made_into_them(string what, string beginning, string repeated, string end)
    {
        var body = new StringBuilder(beginning, LargeBody + 1024);
        for (var i = 0; body.Length < LargeBody; i++)
        {
            body.Append(repeated.Replace("\"\"", $"\"{i}\"", StringComparison.Ordinal));
        }

        body.Length--;
        var memory = ServerMemory.Watch(server);
        Assert.Equal((what, HttpStatusCode.BadRequest), (what, await PostAsync(Encoding.UTF8.GetBytes(body.Append(end).ToString()))));
        memory.AssertGrewAtMost(OneRequest);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    public async Task Nesting_is_refused_at_its_first_levels(string level)
    {
        var memory = ServerMemory.Watch(server);
        var body = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(level, LargeBody / level.Length)));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(body));
        memory.AssertGrewAtMost(OneRequest);
    }

    [Fact]
    public async Task A_wrong_name_is_not_repeated_at_length()
    {
        var name = new string('n', 1 << 20);
        var body = $$$"""{"language":"bash","code":"x","env":{"{{{name}}}":1},"{{{name}}}":2,"{{{name}}}":3}""";
        using var response = await server.Client.PostAsync(Executions, Json(Encoding.UTF8.GetBytes(body)));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var answer = await response.Content.ReadAsStringAsync();
        Assert.InRange(answer.Length, 1, 2000);
        Assert.Equal(3, JsonDocument.Parse(answer).RootElement.At("errors").GetArrayLength());
    }

    [Fact]
    public async Task Many_large_bodies_at_once_are_bounded_together()
    {
        var memory = ServerMemory.Watch(server);
        var body = Encoding.UTF8.GetBytes($$"""{"language":"bash","code":"echo","stdin":"{{new string('x', 15 << 20)}}"}""");
        using (var client = server.NewClient())
        {
            var statuses = await Task.WhenAll(Enumerable.Range(0, 40).Select(async _ =>
            {
                using var response = await client.PostAsync(Executions, Json(body));
                return response.StatusCode;
            }));
            Assert.All(statuses, status => Assert.Contains(status, (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.TooManyRequests]));
            Assert.Contains(HttpStatusCode.OK, statuses);
        }

        memory.AssertGrewAtMost(1024);
    }

    /// <summary>No archive and no compressed body is accepted anywhere, so there is nothing that a small request could unpack to.</summary>
    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("identity, gzip")]
    public async Task Compressed_bodies_are_not_unpacked(string encoding)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write(new byte[64 << 20]);
        }

        var memory = ServerMemory.Watch(server);
        using var content = Json(packed.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        using var response = await server.Client.PostAsync(Executions, content);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        memory.AssertGrewAtMost(32);
    }

    [Theory]
    [InlineData("GET /health HTTP/1.1\r\nHost: localhost\r\nX-Large: ", 431)]
    [InlineData("GET /health HTTP/1.1\r\nHost: localhost\r\nCookie: a=b\r\nX", 431)]
    [InlineData("GET /", 414)]
    public async Task Headers_without_end_are_refused(string beginning, int status)
    {
        var memory = ServerMemory.Watch(server);
        using var client = await RawClient.ConnectAsync(server);
        await client.SendAsync(beginning);
        await client.TrySendAsync(Encoding.ASCII.GetBytes(new string('x', 1024)), 64);
        Assert.Contains(await client.StatusAsync(), (int[])[status, 0]); // 0: reset, for what was still sent
        memory.AssertGrewAtMost(32);
    }

    [Fact]
    public async Task Headers_without_number_are_refused()
    {
        using var client = await RawClient.ConnectAsync(server);
        await client.SendAsync("GET /health HTTP/1.1\r\nHost: localhost\r\n" + string.Concat(Enumerable.Range(0, 200).Select(i => $"H{i}: v\r\n")) + "\r\n");
        Assert.Equal(431, await client.StatusAsync());
    }

    private async Task<HttpStatusCode> PostAsync(byte[] body)
    {
        using var response = await server.Client.PostAsync(Executions, Json(body));
        return response.StatusCode;
    }

    private static ByteArrayContent Json(byte[] body) => new(body) { Headers = { ContentType = new("application/json") } };
}
