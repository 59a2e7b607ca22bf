using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;

namespace Hotcell.Client;

/// <summary>Sends requests; whatever is no success is an exception.</summary>
internal sealed class Transport(HttpClient http)
{
    public async Task<T> SendAsync<T>(HttpMethod method, string path, HttpContent? body, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        using var message = new HttpRequestMessage(method, path) { Content = body };
        using var response = await SendAsync(message, cancellation);
        return await ReadAsync(response, type, cancellation);
    }

    /// <summary>Returns when the headers are there.</summary>
    /// <exception cref="HotcellException">The server refuses or fails.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellation)
    {
        var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await HotcellException.OfAsync(response, cancellation);
        }
    }

    /// <summary>As <see cref="SendAsync(HttpRequestMessage, CancellationToken)"/>, for events.</summary>
    public Task<HttpResponseMessage> OpenAsync(HttpRequestMessage message, CancellationToken cancellation)
    {
        message.Headers.Accept.ParseAdd(EventStream.MediaType);
        return SendAsync(message, cancellation);
    }

    public static async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellation) =>
        await response.Content.ReadFromJsonAsync(type, cancellation) ?? throw new HotcellException(Problem.Of(response, "The answer is null."), null);

    /// <param name="apiKey">Goes to the server that it is for, and nowhere else.</param>
    public static HttpClient NewHttp(Uri address, string? apiKey)
    {
        var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            BaseAddress = new Uri(address.AbsoluteUri.TrimEnd('/') + "/"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
        if (apiKey is not null)
        {
            http.DefaultRequestHeaders.Add("X-API-Key", apiKey);
        }

        return http;
    }
}
