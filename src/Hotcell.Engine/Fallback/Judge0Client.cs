using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Hotcell.Engine.Fallback;

/// <summary>Speaks to one Judge0 server. Whatever that answers, a call ends in bounded time with bounded memory, and no redirect is followed: it would carry the key along.</summary>
internal sealed class Judge0Client : IDisposable
{
    /// <summary>Twice an output of 4 MiB, the most that a Judge0 allows as it comes, and a compiler's, in base64.</summary>
    private const int MostAnswerBytes = 24 * 1024 * 1024;

    private const string ResultFields = "stdout,stderr,compile_output,status,exit_code,exit_signal,time,wall_time,memory";

    /// <summary>Polls of one submission that may fail in a row.</summary>
    private const int MostFailures = 3;

    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_connectTime = TimeSpan.FromSeconds(5);

    private readonly HttpClient _http;
    private readonly Judge0Options _options;
    private readonly TimeProvider _time;

    public Judge0Client(Judge0Options options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = s_connectTime,
            MaxConnectionsPerServer = options.MaxRunning,

            // Names may come to mean other addresses.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        _http = new HttpClient(handler)
        {
            BaseAddress = new Uri(options.Url.AbsoluteUri.TrimEnd('/') + "/"),
            Timeout = options.RequestTime,
            MaxResponseContentBufferSize = MostAnswerBytes,
        };
        if (options.Key is { } key)
        {
            _http.DefaultRequestHeaders.Add("X-Auth-Token", key);
        }
    }

    /// <exception cref="Judge0Exception"/>
    public Task<List<Judge0Language>> GetLanguagesAsync(CancellationToken cancellation) => GetAsync("languages", Judge0Json.Default.ListJudge0Language, cancellation);

    /// <exception cref="Judge0Exception"/>
    public Task<Judge0Limits> GetLimitsAsync(CancellationToken cancellation) => GetAsync("config_info", Judge0Json.Default.Judge0Limits, cancellation);

    /// <summary>Runs a submission to its end there.</summary>
    /// <exception cref="Judge0Exception"/>
    public async Task<Judge0Result> RunAsync(Judge0Submission submission, CancellationToken cancellation)
    {
        var since = _time.GetTimestamp();
        var most = TimeSpan.FromSeconds(submission.WallTimeLimit) + _options.Patience;
        var token = await SubmitAsync(submission, cancellation);
        var failures = 0;
        for (var pause = s_firstPause; _time.GetElapsedTime(since) < most; pause = pause * 1.5 < s_longestPause ? pause * 1.5 : s_longestPause)
        {
            await Task.Delay(pause, _time, cancellation);
            try
            {
                var result = await GetAsync($"submissions/{Uri.EscapeDataString(token)}?base64_encoded=true&fields={ResultFields}", Judge0Json.Default.Judge0Result, cancellation);
                failures = 0;
                if (result.Status is not { Id: Judge0Statuses.InQueue or Judge0Statuses.Processing })
                {
                    return result;
                }
            }
            catch (Judge0Exception) when (++failures < MostFailures)
            {
                // It has the submission, and may answer the next time.
            }
        }

        throw new Judge0Exception("did not finish in time");
    }

    public void Dispose() => _http.Dispose();

    private async Task<string> SubmitAsync(Judge0Submission submission, CancellationToken cancellation)
    {
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(submission, Judge0Json.Default.Judge0Submission));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "submissions?base64_encoded=true&wait=false") { Content = content };
        var answer = await SendAsync(request, Judge0Json.Default.Judge0Token, cancellation);
        return answer.Token is { Length: > 0 and < 256 } token ? token : throw new Judge0Exception("gave the program no token");
    }

    private async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await SendAsync(request, type, cancellation);
    }

    private async Task<T> SendAsync<T>(HttpRequestMessage request, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        try
        {
            // Completes when the whole answer is there: so the time is that of all of it, and the size is bounded.
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellation);
            if (!response.IsSuccessStatusCode)
            {
                throw new Judge0Exception(ReasonOf(response.StatusCode));
            }

            await using var body = await response.Content.ReadAsStreamAsync(cancellation);
            return await JsonSerializer.DeserializeAsync(body, type, cancellation) ?? throw new Judge0Exception("answered with nothing");
        }
        catch (JsonException error)
        {
            throw new Judge0Exception("answered with what is no answer of Judge0", error);
        }
        catch (HttpRequestException error)
        {
            throw new Judge0Exception(error.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded ? "answered with too much" : "did not answer", error);
        }
        catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
        {
            throw new Judge0Exception("did not answer in time", error);
        }
    }

    private static string ReasonOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => $"did not accept our key ({(int)status})",
        HttpStatusCode.UnprocessableEntity or HttpStatusCode.BadRequest => $"did not accept the program ({(int)status})",
        HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests => $"is busy ({(int)status})",
        _ => $"answered with {(int)status}",
    };
}
