using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Hotcell.Bench.Subjects;

/// <summary>What became of a request that need not succeed.</summary>
/// <param name="Milliseconds">From the request to the last byte of the answer; meaningless where there is none.</param>
/// <param name="Refused">429 or 503, with a problem document and the time to wait.</param>
/// <param name="Problem">Why it is neither right nor refused as it should be; null otherwise.</param>
internal sealed record HttpOutcome(double Milliseconds, bool Refused, string? Problem)
{
    public bool Right => !Refused && Problem is null;
}

/// <summary>Posts programs to <c>/api/v1/executions</c>, any number at once, and believes no answer that it has not looked at.</summary>
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
    public async Task<double> RunAsync(HttpProgram program)
    {
        var (status, answer, milliseconds, _) = await PostAsync(program);
        return program.Read(status, answer, milliseconds).Milliseconds;
    }

    /// <summary>Runs a program that may be refused; nothing is thrown.</summary>
    public async Task<HttpOutcome> TryAsync(HttpProgram program)
    {
        try
        {
            var (status, answer, milliseconds, headers) = await PostAsync(program);
            return status is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable && headers.RetryAfter is not null
                ? new HttpOutcome(milliseconds, Refused: true, Problem: null)
                : new HttpOutcome(program.Read(status, answer, milliseconds).Milliseconds, Refused: false, Problem: null);
        }
        catch (Exception failed) when (failed is BenchException or HttpRequestException or TaskCanceledException)
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
}
