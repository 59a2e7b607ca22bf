using System.Net;
using System.Text;
using System.Text.Json;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Api;

/// <summary>Every wrong request is answered by one problem document that names every wrong field.</summary>
public sealed class BadInputTests(ServerFixture server) : IClassFixture<LeavesNothing<ServerFixture>>
{
    private const string Executions = "/api/v1/executions";

    /// <summary>Body, and the fields that must be named (all of them, and no other), each with a word that its message must have.</summary>
    public static TheoryData<string, string[]> WrongBodies => new()
    {
        { "{}", ["language: required", "code: required"] },
        { "null", ["body: object"] },
        { "[]", ["body: object"] },
        { "\"x\"", ["body: object"] },
        { "", ["body: empty"] },
        { "{\"language\": \"python\",\n \"code\": }", ["body: line 2, byte 10"] },
        { "{\"language\": \"python\", \"code\": \"x\"} trailing", ["body: JSON"] },
        { """{"language":"pythn","code":"x"}""", ["language: python"] },
        { """{"language":5,"code":["x"]}""", ["language: string, not a number", "code: string, not an array"] },
        { """{"language":"pythn","code":5,"stdin":{},"args":"x","env":[],"limits":7}""", ["language: python", "code: string", "stdin: string", "args: array", "env: object", "limits: object"] },
        { """{"language":"python","code":"x","args":[1,"a",null],"env":{"A":1}}""", ["args[0]: string", "args[2]: null", "env.A: string"] },
        { """{"language":"python","code":"x","cod":"y","limits":{"memory":1}}""", ["cod: not known", "limits.memory: not known"] },
        { """{"language":"python","code":"x","code":"y"}""", ["code: twice"] },
        { """{"language":"python","code":"x","files":[]}""", ["files: together with code"] },
        { """{"language":"python","files":[]}""", ["files: at least one"] },
        { """{"language":"python","code":"x","limits":{"wall_time_ms":999999,"memory_mb":1e300,"processes":1.5,"cpus":-1,"open_files":"many"}}""", ["limits.wall_time_ms: 120000", "limits.memory_mb: 1024", "limits.processes: whole", "limits.cpus: 0.1", "limits.open_files: number"] },
        { """{"language":"python","code":"x","limits":{"wall_time_ms":0,"cpu_time_ms":-5,"memory_mb":0,"output_kb":1e9}}""", ["limits.wall_time_ms: to", "limits.cpu_time_ms: to", "limits.memory_mb: 8", "limits.output_kb: 16384"] },
        { """{"language":"python","code":"\ud800"}""", ["code: surrogate"] },
        { """{"language":"python","code":"x","args":["a\u0000b"],"env":{"A=B":"c"}}""", ["args[0]: NUL", "env: '='"] },
        { """{"language":"python","code":"x","stdin":"@@@","stdin_encoding":"base64","output_encoding":"hex"}""", ["stdin: base64", "output_encoding: utf8, base64"] },
        { """{"language":"python","files":[{"name":"/etc/passwd","content":""},{"name":"../x","content":""},{"name":"a\u0000b","content":""},{"name":"","content":""},{"name":"ok","content":""},{"name":"ok","content":""},{"name":"d/../e","content":""},{"content":"x"},7]}""", ["files[0].name: ", "files[1].name: ", "files[2].name: ", "files[3].name: ", "files[5].name: same", "files[6].name: ", "files[7].name: ", "files[8]: object"] },
        { """{"language":"python","files":[{"name":"main.py"}]}""", ["files[0].content: required"] },
    };

    [Theory]
    [MemberData(nameof(WrongBodies))]
    public async Task Every_wrong_field_is_named(string body, string[] expected)
    {
        using var response = await PostRawAsync(Executions, body);
        var named = await ErrorsOfAsync(response, HttpStatusCode.BadRequest);
        Assert.Equal(expected.Select(one => one.Split(": ", 2)[0]).Order(StringComparer.Ordinal), named.Select(one => one.Field).Order(StringComparer.Ordinal));
        foreach (var (field, words) in expected.Select(one => one.Split(": ", 2)).Select(parts => (parts[0], parts[1])))
        {
            Assert.Contains(words, named.First(one => one.Field == field).Message);
        }
    }

    [Fact]
    public async Task Flat_form_names_its_own_fields()
    {
        using var response = await PostRawAsync("/api/v1/execute", """{"language":"rubby","input":7,"timeout_seconds":1000,"memory_limit_mb":5000,"cpu_limit":999,"extra":1}""");
        var named = await ErrorsOfAsync(response, HttpStatusCode.BadRequest);
        Assert.Equal(["code", "cpu_limit", "extra", "input", "language", "memory_limit_mb", "timeout_seconds"], named.Select(one => one.Field).Order(StringComparer.Ordinal));
        Assert.Equal("must be 0.001 to 120, not 1000", named.Single(one => one.Field == "timeout_seconds").Message);
    }

    [Fact]
    public async Task Name_of_256_bytes_is_too_long()
    {
        using var response = await server.PostAsync(Executions, new { language = "bash", files = new[] { new { name = new string('n', 256), content = "" } } });
        var named = await ErrorsOfAsync(response, HttpStatusCode.BadRequest);
        Assert.Equal("files[0].name", Assert.Single(named).Field);
    }

    [Fact]
    public async Task Program_of_more_than_1_MiB_is_too_large()
    {
        using var response = await server.PostAsync(Executions, new { language = "bash", code = new string('#', (1 << 20) + 1) });
        var named = await ErrorsOfAsync(response, HttpStatusCode.BadRequest);
        Assert.Equal("code", Assert.Single(named).Field);
    }

    [Fact]
    public async Task Invalid_utf8_says_where()
    {
        byte[] body = [.. "{\"language\":\"python\",\"code\":\""u8, 0xC3, 0x28, .. "\"}"u8];
        using var response = await PostRawAsync(Executions, body);
        var error = Assert.Single(await ErrorsOfAsync(response, HttpStatusCode.BadRequest));
        Assert.Contains("UTF-8", error.Message);
        Assert.Contains("byte 29", error.Message);
    }

    [Fact]
    public async Task Nesting_without_end_is_refused()
    {
        using var response = await PostRawAsync(Executions, new string('[', 100_000));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    public async Task Only_json_in_utf8_is_read(string contentType)
    {
        using var content = new ByteArrayContent("{}"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        using var response = await server.Client.PostAsync(Executions, content);
        await AssertProblemAsync(response, HttpStatusCode.UnsupportedMediaType);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Body_above_32_MiB_is_413(bool chunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Executions) { Content = new ByteArrayContent(new byte[(32 << 20) + 1]) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.TransferEncodingChunked = chunked;
        request.Headers.ExpectContinue = true;
        using var response = await server.Client.SendAsync(request);
        await AssertProblemAsync(response, HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Unknown_path_is_a_problem_document_too()
    {
        using var response = await server.Client.GetAsync("/api/v1/nothing");
        await AssertProblemAsync(response, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Wrong_method_is_a_problem_document_too()
    {
        using var response = await server.Client.GetAsync(Executions);
        await AssertProblemAsync(response, HttpStatusCode.MethodNotAllowed);
        Assert.Contains("POST", response.Content.Headers.Allow);
    }

    private Task<HttpResponseMessage> PostRawAsync(string path, string body) => PostRawAsync(path, Encoding.UTF8.GetBytes(body));

    private Task<HttpResponseMessage> PostRawAsync(string path, byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        return server.Client.PostAsync(path, content);
    }

    private static async Task<JsonElement> AssertProblemAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(text).RootElement;
        Assert.Equal((int)status, problem.Number("status"));
        Assert.NotEmpty(problem.Text("title")!);
        return problem;
    }

    private static async Task<List<(string Field, string Message)>> ErrorsOfAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        var problem = await AssertProblemAsync(response, status);
        return [.. problem.At("errors").EnumerateArray().Select(error => (error.Text("field")!, error.Text("message")!))];
    }
}
