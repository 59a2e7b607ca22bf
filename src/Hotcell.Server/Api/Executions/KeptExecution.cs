using Hotcell.Engine;
using Hotcell.Engine.Documents;
using Hotcell.Engine.Executions;
using Hotcell.Server.Api.Problems;
using Hotcell.Server.Auth;
using Hotcell.Server.Http;

namespace Hotcell.Server.Api.Executions;

/// <summary>
/// <c>GET</c> and <c>DELETE /api/v1/executions/{id}</c>: how an execution that was asked for with events is doing, its result while that is kept, and its
/// end before its time. To ask is to be a reader for a moment, so what is asked for now and then is not stopped for want of readers.
/// </summary>
internal static class KeptExecution
{
    /// <summary>When to ask again, in seconds.</summary>
    private const string Again = "1";

    /// <exception cref="ProblemException">404: there is none, or it is another caller's.</exception>
    public static EventJournal Find(EventJournals journals, string id, CallerExecutions own) =>
        journals.Find(id, own.CallerId)
        ?? throw new ProblemException(ProblemDetails.Plain(StatusCodes.Status404NotFound, "There is no such execution, or it is not kept any more."));

    /// <summary>What one that its caller stops has come to, before anything is compiled.</summary>
    public static ExecutionResult Cancelled(DialectRequest request, HotcellEngine engine) => new()
    {
        Verdict = Verdict.Cancelled,
        Language = engine.Languages.Find(request.Request.Language)?.Id ?? request.Request.Language,
        Isolation = engine.Status.Isolation,
    };

    public static async Task AnswerAsync(HttpContext context, EventJournal journal)
    {
        using var reader = journal.Open();
        if (journal.IsComplete)
        {
            await AnswerEndAsync(context, journal);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status202Accepted;
        context.Response.Headers.RetryAfter = Again;
        var progress = new ProgressDocument(journal.Id, journal.Phase);
        await context.Response.WriteJsonAsync(0, output => JsonStyle.Write(output, progress, EventJson.Styled.ProgressDocument), context.RequestAborted);
    }

    /// <summary>Answers when nothing of the program runs any more.</summary>
    public static Task CancelAsync(HttpContext context, EventJournal journal)
    {
        journal.Cancel();
        return AnswerEndAsync(context, journal);
    }

    private static async Task AnswerEndAsync(HttpContext context, EventJournal journal)
    {
        var end = await journal.EndAsync(context.RequestAborted);
        if (journal.Fault is { } fault)
        {
            throw new ProblemException(fault);
        }

        if (end is null)
        {
            throw new ProblemException(ProblemDetails.Plain(StatusCodes.Status404NotFound, "It is not kept any more."));
        }

        await context.Response.WriteJsonAsync(end.Bytes, end.Write, context.RequestAborted);
    }
}
