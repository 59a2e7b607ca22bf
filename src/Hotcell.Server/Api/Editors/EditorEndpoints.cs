using Hotcell.Engine;
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
        await AnswerAsync(context, request, await RunAsync(request, executions, context.RequestAborted));
    }

    /// <summary>The program's own run, unless only tests were sent; and theirs.</summary>
    private static async Task<(ExecutionResult? Own, ExecutionResult? Judged)> RunAsync(
        EditorRequest request, IExecutionService executions, CancellationToken cancellation)
    {
        var own = request.HasInput || request.Tests.Count == 0 ? await request.Program.RunAsync(executions, onOutput: null, cancellation) : null;
        return (own, request.Tests.Count == 0 ? null : await request.Program.WithTests(request.Tests).RunAsync(executions, onOutput: null, cancellation));
    }

    private static Task AnswerAsync(HttpContext context, EditorRequest request, (ExecutionResult? Own, ExecutionResult? Judged) outcome) =>
        context.Response.WriteJsonAsync(
            (outcome.Own?.OutputBytes ?? 0) + (outcome.Judged?.OutputBytes ?? 0),
            output => EditorAnswer.Of(request.Tests, outcome.Own, outcome.Judged).WriteJson(output),
            context.RequestAborted);
}
