using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Hotcell.Client;

/// <summary>
/// Reads the events of an execution to their end, over as many connections as that takes. The server keeps what a reader has not seen, and
/// ends a program that nobody reads after 30 s: all attempts to come back are made within that time.
/// </summary>
/// <param name="open">Opens the events behind the one with this number; null when there are none.</param>
internal sealed class EventStream(Func<string, long, CancellationToken, Task<HttpResponseMessage?>> open, TimeProvider time)
{
    public const string MediaType = "text/event-stream";

    private static readonly TimeSpan[] s_pauses = [TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(8)];

    /// <summary>Of the execution whose events <paramref name="response"/> is: its location is where they can be read again.</summary>
    public static string IdOf(HttpResponseMessage response) =>
        response.Headers.Location?.OriginalString.Split('/') is [.., var id, "events"] ? Uri.UnescapeDataString(id) : throw new HotcellException(Problem.Of(response, "The answer has no location of its events."), null);

    /// <param name="response">Is disposed of.</param>
    /// <param name="last">The last event that is known already.</param>
    public async IAsyncEnumerable<ExecutionEvent> FollowAsync(HttpResponseMessage response, string id, long last, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var fruitless = 0;
        for (HttpResponseMessage? current = response; current is not null && fruitless < s_pauses.Length; current = await ReopenAsync(id, last, cancellation))
        {
            fruitless++;
            using (current)
            {
                await using var events = ReadAsync(current, cancellation).GetAsyncEnumerator(cancellation);
                while (await NextAsync(events, cancellation) is { } happened)
                {
                    (last, fruitless) = (happened.EventId, 0);
                    yield return happened;
                    if (happened is ExecutionEvent.Finished)
                    {
                        yield break;
                    }
                }
            }
        }

        throw new HotcellException(new Problem { Title = "The events ended without a result", Status = 0 }, null);
    }

    /// <summary>Null when the connection is cut, or has come to its end.</summary>
    private static async ValueTask<ExecutionEvent?> NextAsync(IAsyncEnumerator<ExecutionEvent> events, CancellationToken cancellation)
    {
        try
        {
            return await events.MoveNextAsync() ? events.Current : null;
        }
        catch (Exception cut) when (IsCut(cut) && !cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<HttpResponseMessage?> ReopenAsync(string id, long last, CancellationToken cancellation)
    {
        for (var attempt = 0; ; attempt++)
        {
            await Task.Delay(s_pauses[attempt], time, cancellation);
            try
            {
                return await open(id, last, cancellation);
            }
            catch (Exception refused) when (attempt + 1 < s_pauses.Length && (IsCut(refused) || refused is HotcellException { Problem.Status: 429 or 503, Problem.Fault: null }))
            {
                // Once more, after a longer pause.
            }
        }
    }

    private static bool IsCut(Exception error) => error is IOException or HttpRequestException;

    private static async IAsyncEnumerable<ExecutionEvent> ReadAsync(HttpResponseMessage response, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var body = await response.Content.ReadAsStreamAsync(cancellation);
        await foreach (var item in SseParser.Create(body, (name, data) => Parse(name, data)).EnumerateAsync(cancellation))
        {
            if (item.Data is { } happened)
            {
                yield return happened with { EventId = long.TryParse(item.EventId, out var number) ? number : 0 };
            }
        }
    }

    /// <summary>Null for an event that this client does not know.</summary>
    /// <exception cref="HotcellException">It is the failure of the server.</exception>
    private static ExecutionEvent? Parse(string name, ReadOnlySpan<byte> data) => name switch
    {
        "queued" => JsonSerializer.Deserialize(data, ClientJson.Default.Queued),
        "compiling" => new ExecutionEvent.Compiling(),
        "compiled" => JsonSerializer.Deserialize(data, ClientJson.Default.Compiled),
        "started" => new ExecutionEvent.Started(),
        "output" => JsonSerializer.Deserialize(data, ClientJson.Default.Output),
        "test" => JsonSerializer.Deserialize(data, ClientJson.Default.TestFinished),
        "skipped" => JsonSerializer.Deserialize(data, ClientJson.Default.Skipped),
        "finished" => new ExecutionEvent.Finished(JsonSerializer.Deserialize(data, ClientJson.Default.ExecutionResult)!),
        "failed" => throw new HotcellException(JsonSerializer.Deserialize(data, ClientJson.Default.Problem)!, null),
        _ => null,
    };
}
