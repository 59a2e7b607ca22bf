using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Hotcell.Bench.Subjects;

/// <summary>A program, ready to be posted, what it must print (null: anything), and its verdict.</summary>
internal sealed record HttpProgram(byte[] Body, string? Stdout, string Verdict)
{
    public static HttpProgram Of(
        string language, string code, string? stdout, string stdin = "", string verdict = "Ok", IReadOnlyDictionary<string, int>? limits = null, bool cache = true,
        IReadOnlyDictionary<string, string>? env = null)
    {
        var body = new ExecutionBody(language, code, stdin, limits ?? new Dictionary<string, int>(), env ?? new Dictionary<string, string>(), cache);
        return new(JsonSerializer.SerializeToUtf8Bytes(body, BenchJson.Styled.ExecutionBody), stdout, verdict);
    }
}

/// <summary>As it is posted.</summary>
internal sealed record ExecutionBody(string Language, string Code, string Stdin, IReadOnlyDictionary<string, int> Limits, IReadOnlyDictionary<string, string> Env, bool Cache);

/// <summary>A right answer: how long it took, in milliseconds, and how many of its stages found their runtime or compiler booted.</summary>
internal sealed record HttpAnswer(double Milliseconds, int Hot);

/// <summary>What became of a request that need not succeed.</summary>
/// <param name="Milliseconds">From the request to the last byte of the answer; meaningless where there is none.</param>
/// <param name="Refused">429 or 503, with a problem document and the time to wait.</param>
/// <param name="Problem">Why it is neither right nor refused as it should be; null otherwise.</param>
internal sealed record HttpOutcome(double Milliseconds, bool Refused, string? Problem)
{
    public bool Right => !Refused && Problem is null;
}

/// <summary>Posts programs to <c>/api/v1/executions</c> and believes no answer that it has not looked at.</summary>
internal sealed class HttpRuns(Uri server) : IDisposable
{
    private static readonly MediaTypeHeaderValue s_json = new("application/json");

    private readonly HttpClient _client = new(new SocketsHttpHandler { MaxConnectionsPerServer = 1024, UseProxy = false })
    {
        BaseAddress = server,
        Timeout = TimeSpan.FromMinutes(2),
    };

    /// <summary>Runs a program; the answer is checked after the clock has stopped.</summary>
    /// <returns>Milliseconds from the request to the last byte of the answer.</returns>
    /// <exception cref="BenchException">Another answer than the right one.</exception>
    public async Task<double> RunAsync(HttpProgram program) => (await AskAsync(program)).Milliseconds;

    /// <inheritdoc cref="RunAsync"/>
    /// <returns>That, and how much of it was hot.</returns>
    public async Task<HttpAnswer> AskAsync(HttpProgram program)
    {
        var (status, answer, milliseconds, _) = await PostAsync(program);
        return status == HttpStatusCode.OK && IsRight(answer, program, out var hot)
            ? new HttpAnswer(milliseconds, hot)
            : throw new BenchException(Wrong(status, answer));
    }

    /// <summary>Runs a program that may be refused; nothing is thrown.</summary>
    public async Task<HttpOutcome> TryAsync(HttpProgram program)
    {
        try
        {
            var (status, answer, milliseconds, headers) = await PostAsync(program);
            return status switch
            {
                HttpStatusCode.OK when IsRight(answer, program, out _) => new HttpOutcome(milliseconds, Refused: false, Problem: null),
                HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable when headers.RetryAfter is not null => new HttpOutcome(milliseconds, Refused: true, Problem: null),
                _ => new HttpOutcome(milliseconds, Refused: false, Wrong(status, answer)),
            };
        }
        catch (Exception failed) when (failed is HttpRequestException or TaskCanceledException)
        {
            return new HttpOutcome(0, Refused: false, failed.Message);
        }
    }

    /// <summary>What the answer to a program is, when it is not the right one.</summary>
    public async Task<string?> FindFaultAsync(HttpProgram program)
    {
        try
        {
            await RunAsync(program);
            return null;
        }
        catch (BenchException wrong)
        {
            return wrong.Message;
        }
    }

    /// <summary>The languages whose toolchain is there: version by id.</summary>
    public async Task<IReadOnlyDictionary<string, string>> AvailableLanguagesAsync()
    {
        using var document = JsonDocument.Parse(await _client.GetByteArrayAsync("/api/v1/languages"));
        return document.RootElement.GetProperty("languages").EnumerateArray()
            .Where(language => language.GetProperty("available").GetBoolean())
            .ToDictionary(language => language.GetProperty("id").GetString()!, language => language.GetProperty("version").GetString() ?? "");
    }

    public void Dispose() => _client.Dispose();

    private async Task<(HttpStatusCode Status, byte[] Answer, double Milliseconds, HttpResponseHeaders Headers)> PostAsync(HttpProgram program)
    {
        using var content = new ByteArrayContent(program.Body);
        content.Headers.ContentType = s_json;
        var begun = Stopwatch.GetTimestamp();
        using var response = await _client.PostAsync("/api/v1/executions", content);
        var answer = await response.Content.ReadAsByteArrayAsync();
        return (response.StatusCode, answer, Stopwatch.GetElapsedTime(begun).TotalMilliseconds, response.Headers);
    }

    private static string Wrong(HttpStatusCode status, byte[] answer) => $"a request was answered wrong: {(int)status} {System.Text.Encoding.UTF8.GetString(answer)}";

    private static bool IsRight(byte[] answer, HttpProgram program, out int hot)
    {
        using var document = JsonDocument.Parse(answer);
        hot = Hot("compile") + Hot("run");
        return document.RootElement.GetProperty("verdict").ValueEquals(program.Verdict)
            && (program.Stdout is null || document.RootElement.GetProperty("run").GetProperty("stdout").ValueEquals(program.Stdout));

        int Hot(string stage) => document.RootElement.GetProperty(stage) is { ValueKind: JsonValueKind.Object } done && done.GetProperty("hot").GetBoolean() ? 1 : 0;
    }
}
