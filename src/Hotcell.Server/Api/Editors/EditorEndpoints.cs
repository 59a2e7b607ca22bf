using Hotcell.Engine;
using Hotcell.Engine.Documents;
using Hotcell.Engine.Executions;
using Hotcell.Server.Http;

namespace Hotcell.Server.Api.Editors;

/// <summary><c>POST /execute</c>, also for a room, and <c>GET /languages</c>: the dialect of collaborative editors, which may send tests along.</summary>
internal static class EditorEndpoints
{
    public static void MapEditors(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithMetadata(EditorError.Shape);
        group.MapPost("/execute", ExecuteAsync);

        // A room is only a name here: who is in it is the editor's business.
        group.MapPost("/api/rooms/{roomId}/execute", ExecuteAsync);
        group.MapGet("/languages", async (HttpContext context, HotcellEngine engine) =>
        {
            var languages = await engine.GetLanguagesAsync(context.RequestAborted);
            await context.Response.WriteJsonAsync(EditorLanguages.Of(languages).ToJson(), context.RequestAborted);
        });
    }

    private static async Task ExecuteAsync(HttpContext context, IExecutionService executions, BodyBudget budget)
    {
        var request = await RequestBody.ReadJsonAsync(context, budget, EditorRequest.Read);
        await AnswerAsync(context, await RunAsync(request, executions, context.RequestAborted));
    }

    /// <summary>The program's own run, unless only tests were sent; and theirs.</summary>
    private static async Task<EditorOutcome> RunAsync(EditorRequest request, IExecutionService executions, CancellationToken cancellation)
    {
        var recorder = new ExecutionRecorder(OutputEncoding.Utf8);
        var own = request.HasInput || request.Tests.Count == 0 ? await request.Program.RunAsync(executions, recorder.Add, cancellation) : null;
        var judged = request.Tests.Count == 0 ? null : await request.Program.WithTests(request.Tests).RunAsync(executions, onOutput: null, cancellation);
        return new EditorOutcome(own, recorder, request.Tests, judged);
    }

    private static Task AnswerAsync(HttpContext context, EditorOutcome outcome)
    {
        context.Response.MarkFallback(outcome.Own?.Fallback is null ? outcome.Judged : outcome.Own);
        return context.Response.WriteJsonAsync(outcome.OutputBytes, output => EditorAnswer.Of(outcome).WriteJson(output), context.RequestAborted);
    }
}
