using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Conformance;

/// <summary>One that is spoken as JSON over HTTP.</summary>
/// <param name="names">From its names of fields to those of <see cref="Ask"/>, where they differ.</param>
internal abstract class JsonDialect(string name, string path, params IReadOnlyCollection<(string Own, string Common)> names) : Dialect(name)
{
    /// <summary>Bytes of a body from which on the server is asked before it is sent: an answer that comes too early is lost on some clients.</summary>
    private const int AskFirst = 1 << 20;

    public override Task<Reply> SendAsync(ServerFixture server, Ask ask) => SendAsync(server, ask, "application/json");

    public async Task<Reply> SendAsync(ServerFixture server, Ask ask, string contentType)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(ask.Raw ?? Encoding.UTF8.GetBytes(BodyOf(ask).ToJsonString())) };
        request.Headers.ExpectContinue = request.Content.Headers.ContentLength > AskFirst;
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        Prepare(request);
        using var response = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (response.IsSuccessStatusCode)
        {
            return new Reply(await ReadAsync(response), null);
        }

        var text = await response.Content.ReadAsStringAsync();
        return Refused((int)response.StatusCode, ErrorsIn(response, JsonDocument.Parse(text).RootElement).Select(error => (Common(error.Field), error.Message)));
    }

    protected virtual void Prepare(HttpRequestMessage request)
    {
    }

    /// <summary>Of an answer with 200.</summary>
    protected virtual async Task<Outcome> ReadAsync(HttpResponseMessage response)
    {
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        var fallback = FallbackOf(answer);
        Assert.Equal(fallback, response.Headers.TryGetValues("Hotcell-Fallback", out var marks) ? marks.Single() : null);
        return Read(answer) with { Fallback = fallback };
    }

    /// <summary>Absent where it ran here.</summary>
    protected static string? FallbackOf(JsonElement answer) => answer.TryGetProperty("fallback", out var service) ? service.GetString() : null;

    protected abstract Outcome Read(JsonElement answer);

    /// <summary>By their names in the dialect.</summary>
    protected abstract IEnumerable<(string Field, string Message)> ErrorsIn(HttpResponseMessage response, JsonElement answer);

    protected virtual JsonObject BodyOf(Ask ask)
    {
        var body = new JsonObject();
        Add("language", ask.Language);
        Add("code", ask.Code);
        Add("input", ask.Input);
        Add("seconds", ask.Seconds);
        return body;

        void Add(string common, object? value)
        {
            if (value is not null)
            {
                body[names.FirstOrDefault(name => name.Common == common).Own ?? common] = JsonSerializer.SerializeToNode(value);
            }
        }
    }

    /// <summary>The errors that a problem document has, which is the shape of errors where a dialect has no other.</summary>
    protected static IEnumerable<(string Field, string Message)> ErrorsOfProblem(HttpResponseMessage response, JsonElement answer)
    {
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal((int)response.StatusCode, answer.Number("status"));
        Assert.StartsWith("urn:hotcell:problem:", answer.Text("type"), StringComparison.Ordinal);
        return answer.TryGetProperty("errors", out var errors) ? ErrorsOf(errors) : [];
    }

    protected static IEnumerable<(string Field, string Message)> ErrorsOf(JsonElement errors)
    {
        Assert.All(errors.EnumerateArray(), one => Assert.NotEmpty(one.Text("message")!));
        return errors.EnumerateArray().Select(one => (one.Text("field")!, one.Text("message")!));
    }

    private string Common(string own) => names.FirstOrDefault(name => name.Own == own).Common ?? own;
}
