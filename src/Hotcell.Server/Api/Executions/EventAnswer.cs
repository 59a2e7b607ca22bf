using System.Buffers;
using System.Globalization;
using System.Text;
using Hotcell.Engine.Documents;
using Hotcell.Server.Http;

namespace Hotcell.Server.Api.Executions;

/// <summary>
/// Sends a journal as server-sent events. By hand, and not with the framework's result: that knows no comments, which keep the connection through
/// proxies while a program is silent, and holds each event as one text, however long.
/// </summary>
internal static class EventAnswer
{
    public const string MediaType = "text/event-stream";

    /// <summary>Proxies cut connections that are silent for a minute, some for half.</summary>
    private static readonly TimeSpan s_heartbeat = TimeSpan.FromSeconds(15);

    /// <param name="last">The last event that the client has.</param>
    public static async Task SendAsync(HttpContext context, EventJournal journal, long last, TimeProvider time)
    {
        using var reader = journal.Open();
        var response = context.Response;
        response.ContentType = MediaType;
        response.Headers.CacheControl = "no-store";
        response.Headers.Location = $"/api/v1/executions/{journal.Id}/events";
        while (!context.RequestAborted.IsCancellationRequested)
        {
            var (next, news) = journal.After(last);
            if (next is not null)
            {
                if (next.Id > last + 1)
                {
                    await response.WritePartAsync(0, Skipped(next.Id, next.Id - last - 1), context.RequestAborted);
                }

                await response.WritePartAsync(next.Bytes, output => Write(output, next.Id, next.Name, next.Write), context.RequestAborted);
                last = next.Id;
            }
            else if (news is not null)
            {
                await WaitAsync(response, news, time, context.RequestAborted);
            }
            else
            {
                if (journal.IsGone)
                {
                    // There is no more to have, and this was not all.
                    context.Abort();
                }

                return;
            }
        }
    }

    private static async Task WaitAsync(HttpResponse response, Task news, TimeProvider time, CancellationToken aborted)
    {
        try
        {
            await news.WaitAsync(s_heartbeat, time, aborted);
        }
        catch (TimeoutException)
        {
            await response.WritePartAsync(0, output => output.Write(":\n\n"u8), aborted);
        }
    }

    /// <summary>It has the number of the last event that is left out: who has it has all before.</summary>
    private static Action<IBufferWriter<byte>> Skipped(long next, long count) =>
        output => Write(output, next - 1, "skipped", json => JsonStyle.Write(json, new SkippedDocument(count), EventJson.Styled.SkippedDocument));

    private static void Write(IBufferWriter<byte> output, long id, string name, Action<IBufferWriter<byte>> data)
    {
        output.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"id: {id}\nevent: {name}\ndata: ")));
        data(output);
        output.Write("\n\n"u8);
    }
}
