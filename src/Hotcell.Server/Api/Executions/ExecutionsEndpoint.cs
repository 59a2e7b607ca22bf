using System.Globalization;
using Hotcell.Engine;
using Hotcell.Engine.Documents;
using Hotcell.Engine.Executions;
using Hotcell.Server.Api.Problems;
using Hotcell.Server.Auth;
using Hotcell.Server.Http;
using Microsoft.Net.Http.Headers;

namespace Hotcell.Server.Api.Executions;

/// <summary>
/// <c>POST /api/v1/executions</c>: runs a program and answers with its verdict document, or with the events on the way there; and
/// <c>GET /api/v1/executions/{id}/events</c>, where a reader of events comes back to, with <see cref="KeptExecution"/> beside it.
/// </summary>
internal static class ExecutionsEndpoint
{
    private const string LastEventId = "Last-Event-ID";

    public static void MapExecutions(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/executions", async (
            HttpContext context, CallerExecutions executions, BodyBudget budget, EventJournals journals, HotcellEngine engine, TimeProvider time) =>
        {
            var (request, encoding) = await RequestBody.ReadJsonAsync(context, budget, ExecutionsReader.Read);
            if (WantsEvents(context.Request))
            {
                var journal = await BeginAsync(request, encoding, executions, journals, engine, time, context.RequestAborted);
                await EventAnswer.SendAsync(context, journal, last: 0, time);
                return;
            }

            await AnswerAsync(context, await request.RunAsync(executions, context.RequestAborted), encoding);
        });
        routes.MapGet("/api/v1/executions/{id}/events", async (HttpContext context, string id, CallerExecutions own, EventJournals journals, TimeProvider time) =>
        {
            var last = ReadLastEventId(context.Request);
            var journal = KeptExecution.Find(journals, id, own);
            if (journal.After(last) is (null, null))
            {
                // What makes a browser stop coming back.
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                return;
            }

            await EventAnswer.SendAsync(context, journal, last, time);
        });
        routes.MapGet("/api/v1/executions/{id}", (HttpContext context, string id, CallerExecutions own, EventJournals journals) =>
            KeptExecution.AnswerAsync(context, KeptExecution.Find(journals, id, own)));
        routes.MapDelete("/api/v1/executions/{id}", (HttpContext context, string id, CallerExecutions own, EventJournals journals) =>
            KeptExecution.CancelAsync(context, KeptExecution.Find(journals, id, own)));
    }

    private static bool WantsEvents(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals(EventAnswer.MediaType, StringComparison.OrdinalIgnoreCase) && type.Quality is not 0);

    private static long ReadLastEventId(HttpRequest request)
    {
        var header = request.Headers[LastEventId];
        return header.Count == 0 ? 0
            : long.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out var last) ? last
            : throw new RejectedException(RejectionKind.Invalid, "One field is wrong.", [new FieldError(LastEventId, "must be the number of an event")]);
    }

    /// <summary>Returns when the execution waits for its turn; it goes on without the one who asked.</summary>
    /// <exception cref="RejectedException">Nothing runs.</exception>
    private static async Task<EventJournal> BeginAsync(
        DialectRequest request, OutputEncoding encoding, CallerExecutions executions, EventJournals journals, HotcellEngine engine, TimeProvider time, CancellationToken aborted)
    {
        var journal = journals.New(executions.CallerId);
        var events = request.StreamAsync(executions, journal.Stop).GetAsyncEnumerator(CancellationToken.None);
        try
        {
            await using (aborted.Register(journal.Abandon))
            {
                await events.MoveNextAsync();
            }
        }
        catch
        {
            await events.DisposeAsync();
            journal.Dispose();
            throw;
        }

        journals.Keep(journal);
        _ = WriteAsync(new EventWriter(journal, encoding, () => KeptExecution.Cancelled(request, engine)), events, journals, time);
        return journal;
    }

    private static async Task WriteAsync(EventWriter writer, IAsyncEnumerator<ExecutionEvent> events, EventJournals journals, TimeProvider time)
    {
        await writer.WriteAllAsync(events, time);
        journals.Sweep();
    }

    private static Task AnswerAsync(HttpContext context, ExecutionResult result, OutputEncoding encoding)
    {
        context.Response.MarkFallback(result);
        var document = ExecutionDocument.Of(result, encoding, Guid.CreateVersion7().ToString());
        return context.Response.WriteJsonAsync(result.Held, document.WriteJson, context.RequestAborted);
    }
}
