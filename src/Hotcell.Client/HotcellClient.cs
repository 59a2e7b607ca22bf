using System.Net;
using System.Net.Http.Json;
using System.Net.Mime;
using System.Runtime.CompilerServices;

namespace Hotcell.Client;

/// <summary>
/// A client of a Hotcell server, for any number of threads. Whatever the server refuses or fails at is a <see cref="HotcellException"/>; a server that
/// cannot be reached is an <see cref="HttpRequestException"/>. What becomes of a program is never an exception: it is a <see cref="Verdict"/>.
/// </summary>
public sealed class HotcellClient : IDisposable
{
    private const string Executions = "api/v1/executions";

    /// <summary>For the server to end a program that nobody waits for any more.</summary>
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(5);

    private readonly HttpClient _http;
    private readonly Transport _server;
    private readonly EventStream _events;
    private readonly bool _ownsHttp;

    /// <param name="address">Of the server, such as <c>http://127.0.0.1:8080</c>.</param>
    /// <param name="apiKey">Where the server has keys.</param>
    public HotcellClient(string address, string? apiKey = null)
        : this(Transport.NewHttp(new Uri(address), apiKey)) => _ownsHttp = true;

    /// <param name="http">With the server's address as its own, and a key where one is needed. Its timeout holds for whole executions.</param>
    /// <param name="time">The clock that waits between attempts to reach the server again.</param>
    public HotcellClient(HttpClient http, TimeProvider? time = null)
    {
        _http = http;
        _server = new Transport(http);
        _events = new EventStream(OpenEventsAsync, time ?? TimeProvider.System);
    }

    /// <summary>Runs one program and returns what became of it.</summary>
    /// <param name="language">Id or alias of a language.</param>
    /// <param name="code">The program.</param>
    /// <param name="cancellation">Ends the program, too.</param>
    /// <exception cref="HotcellException">Nothing ran, or the server failed.</exception>
    public Task<ExecutionResult> RunAsync(string language, string code, CancellationToken cancellation = default) =>
        RunAsync(new ExecutionRequest { Language = language, Code = code }, cancellation);

    /// <inheritdoc cref="RunAsync(string, string, CancellationToken)"/>
    /// <param name="request">The program, its input, files, limits and tests.</param>
    /// <param name="cancellation">Ends the program, too.</param>
    public Task<ExecutionResult> RunAsync(ExecutionRequest request, CancellationToken cancellation = default) =>
        _server.SendAsync(HttpMethod.Post, Executions, BodyOf(request), ClientJson.Default.ExecutionResult, cancellation);

    /// <summary>
    /// Runs one program and tells what happens, as it happens; the last event is <see cref="ExecutionEvent.Finished"/>. When the connection is cut it comes
    /// back for the rest. Who stops reading leaves the program running for half a minute, in which <see cref="ResumeAsync"/> may go on.
    /// </summary>
    /// <param name="request">The program.</param>
    /// <param name="cancellation">Ends the program, too.</param>
    /// <exception cref="HotcellException">Nothing ran, or the server failed.</exception>
    public async IAsyncEnumerable<ExecutionEvent> StreamAsync(ExecutionRequest request, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, Executions) { Content = BodyOf(request) };
        var response = await _server.OpenAsync(message, cancellation);
        var id = EventStream.IdOf(response);
        try
        {
            await foreach (var happened in _events.FollowAsync(response, id, 0, cancellation))
            {
                yield return happened;
            }
        }
        finally
        {
            if (cancellation.IsCancellationRequested)
            {
                await EndQuietlyAsync(id);
            }
        }
    }

    /// <summary>Goes on with the events of an execution, as <see cref="StreamAsync"/> does.</summary>
    /// <param name="id">Of the execution, as <see cref="ExecutionEvent.Queued"/> has told.</param>
    /// <param name="lastEventId">The last that was seen; 0 to have them all again.</param>
    /// <param name="cancellation">Ends the reading, not the program.</param>
    /// <exception cref="HotcellException">There is no such execution, or it is not kept any more; or the server failed.</exception>
    public async IAsyncEnumerable<ExecutionEvent> ResumeAsync(string id, long lastEventId = 0, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        if (await OpenEventsAsync(id, lastEventId, cancellation) is { } response)
        {
            await foreach (var happened in _events.FollowAsync(response, id, lastEventId, cancellation))
            {
                yield return happened;
            }
        }
    }

    /// <summary>How an execution is doing that was begun with <see cref="StreamAsync"/>, and its result while that is kept.</summary>
    /// <param name="id">Of the execution.</param>
    /// <param name="cancellation">Ends the asking.</param>
    /// <exception cref="HotcellException">There is no such execution, or it is not kept any more; or it ended with a fault of the server.</exception>
    public async Task<ExecutionState> GetExecutionAsync(string id, CancellationToken cancellation = default)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, PathOf(id));
        using var response = await _server.SendAsync(message, cancellation);
        return response.StatusCode == HttpStatusCode.Accepted
            ? await Transport.ReadAsync(response, ClientJson.Default.ExecutionState, cancellation)
            : new ExecutionState { Id = id, Status = ExecutionState.Finished, Result = await Transport.ReadAsync(response, ClientJson.Default.ExecutionResult, cancellation) };
    }

    /// <summary>Ends an execution that was begun with <see cref="StreamAsync"/>; returns when nothing of it runs any more.</summary>
    /// <param name="id">Of the execution.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>With the verdict <see cref="Verdict.Cancelled"/>, unless it was over before.</returns>
    /// <exception cref="HotcellException">There is no such execution, or it is not kept any more.</exception>
    public Task<ExecutionResult> CancelAsync(string id, CancellationToken cancellation = default) =>
        _server.SendAsync(HttpMethod.Delete, PathOf(id), null, ClientJson.Default.ExecutionResult, cancellation);

    /// <summary>Every configured language.</summary>
    /// <param name="cancellation">Ends the asking.</param>
    /// <exception cref="HotcellException">The server refuses or fails.</exception>
    public async Task<IReadOnlyList<LanguageInfo>> GetLanguagesAsync(CancellationToken cancellation = default) =>
        (await _server.SendAsync(HttpMethod.Get, "api/v1/languages", null, ClientJson.Default.LanguageList, cancellation)).Languages;

    /// <summary>Whether programs can be run. Needs no key.</summary>
    /// <param name="cancellation">Ends the asking.</param>
    /// <exception cref="HotcellException">The answer is none of Hotcell's.</exception>
    public async Task<ServerHealth> GetHealthAsync(CancellationToken cancellation = default)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, "health");
        using var response = await _http.SendAsync(message, cancellation);
        return response.Content.Headers.ContentType?.MediaType == MediaTypeNames.Application.Json
            ? await Transport.ReadAsync(response, ClientJson.Default.ServerHealth, cancellation)
            : throw await HotcellException.OfAsync(response, cancellation);
    }

    /// <summary>Load, memory, queue, cells and versions of the server: for operators.</summary>
    /// <param name="cancellation">Ends the asking.</param>
    /// <exception cref="HotcellException">The key is not an operator's.</exception>
    public Task<ServerSystem> GetSystemAsync(CancellationToken cancellation = default) =>
        _server.SendAsync(HttpMethod.Get, "api/v1/system", null, ClientJson.Default.ServerSystem, cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_ownsHttp)
        {
            _http.Dispose();
        }
    }

    private static string PathOf(string id) => $"{Executions}/{Uri.EscapeDataString(id)}";

    private static JsonContent BodyOf(ExecutionRequest request) => JsonContent.Create(request, ClientJson.Default.ExecutionRequest);

    /// <summary>The events after <paramref name="last"/>; null when there are no more.</summary>
    private async Task<HttpResponseMessage?> OpenEventsAsync(string id, long last, CancellationToken cancellation)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, PathOf(id) + "/events");
        message.Headers.Add("Last-Event-ID", last.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var response = await _server.OpenAsync(message, cancellation);
        if (response.StatusCode != HttpStatusCode.NoContent)
        {
            return response;
        }

        response.Dispose();
        return null;
    }

    private async Task EndQuietlyAsync(string id)
    {
        using var patience = new CancellationTokenSource(s_farewell);
        try
        {
            await CancelAsync(id, patience.Token);
        }
        catch (Exception gone) when (gone is HotcellException or HttpRequestException or OperationCanceledException)
        {
            // The server ends what nobody reads.
        }
    }
}
