using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Hotcell.Bench.Subjects;

/// <summary>A program, ready to be posted, and what it must print.</summary>
internal sealed record HttpProgram(byte[] Body, string Stdout)
{
    public static HttpProgram Of(string language, string code, string stdout, string stdin = "") => new(
        JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["language"] = language, ["code"] = code, ["stdin"] = stdin }, BenchJson.Styled.DictionaryStringString),
        stdout);
}

/// <summary>Posts programs to <c>/api/v1/executions</c> and believes no answer that it has not looked at.</summary>
internal sealed class HttpRuns(Uri server) : IDisposable
{
    private static readonly MediaTypeHeaderValue s_json = new("application/json");

    private readonly HttpClient _client = new(new SocketsHttpHandler { MaxConnectionsPerServer = 512, UseProxy = false })
    {
        BaseAddress = server,
        Timeout = TimeSpan.FromMinutes(2),
    };

    /// <summary>Runs a program; the answer is checked after the clock has stopped.</summary>
    /// <returns>Milliseconds from the request to the last byte of the answer.</returns>
    /// <exception cref="BenchException">Another answer than the right one.</exception>
    public async Task<double> RunAsync(HttpProgram program)
    {
        using var content = new ByteArrayContent(program.Body);
        content.Headers.ContentType = s_json;
        var begun = Stopwatch.GetTimestamp();
        using var response = await _client.PostAsync("/api/v1/executions", content);
        var answer = await response.Content.ReadAsByteArrayAsync();
        var milliseconds = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        return response.IsSuccessStatusCode && IsRight(answer, program.Stdout)
            ? milliseconds
            : throw new BenchException($"a request was answered wrong: {(int)response.StatusCode} {System.Text.Encoding.UTF8.GetString(answer)}");
    }

    /// <summary>Ids of the languages whose toolchain is there.</summary>
    public async Task<IReadOnlySet<string>> AvailableLanguagesAsync()
    {
        using var document = JsonDocument.Parse(await _client.GetByteArrayAsync("/api/v1/languages"));
        return document.RootElement.GetProperty("languages").EnumerateArray()
            .Where(language => language.GetProperty("available").GetBoolean())
            .Select(language => language.GetProperty("id").GetString()!)
            .ToHashSet();
    }

    public void Dispose() => _client.Dispose();

    private static bool IsRight(byte[] answer, string stdout)
    {
        using var document = JsonDocument.Parse(answer);
        return document.RootElement.GetProperty("verdict").ValueEquals("Ok")
            && document.RootElement.GetProperty("run").GetProperty("stdout").ValueEquals(stdout);
    }
}
