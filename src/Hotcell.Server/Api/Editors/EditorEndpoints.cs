using Hotcell.Engine;
using Hotcell.Engine.Executions;
using Hotcell.Server.Auth;
using Hotcell.Server.Http;

namespace Hotcell.Server.Api.Editors;

/// <summary><c>POST /execute</c>, also for a room, and <c>GET /languages</c>: the dialect of collaborative editors, which may send tests along.</summary>
internal static class EditorEndpoints
{
    public static void MapEditors(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithMetadata(EditorError.Shape);
        group.MapPost("/execute", (HttpContext context, IExecutionService executions, BodyBudget budget) =>
            ExecuteAsync(context, Guid.CreateVersion7(), executions, executions, budget));

        // Who listens to a room sees its executions; what else it is, is the editor's business.
        group.MapPost("/api/rooms/{roomId}/execute", (HttpContext context, string roomId, CallerExecutions executions, Rooms rooms, BodyBudget budget) =>
        {
            var id = Guid.CreateVersion7();
            return ExecuteAsync(context, id, rooms.Share(executions, executions.Circle, roomId, id.ToString()), executions, budget);
        });
        group.MapGet("/languages", async (HttpContext context, HotcellEngine engine) =>
        {
            var languages = await engine.GetLanguagesAsync(context.RequestAborted);
            await context.Response.WriteJsonAsync(EditorLanguages.Of(languages).ToJson(), context.RequestAborted);
        });
    }

    /// <param name="first">What runs first: the program, or its tests where there is nothing else.</param>
    /// <param name="then">What runs the tests behind the program.</param>
    private static async Task ExecuteAsync(HttpContext context, Guid id, IExecutionService first, IExecutionService then, BodyBudget budget)
    {
        var request = await RequestBody.ReadJsonAsync(context, budget, EditorRequest.Read);
        await AnswerAsync(context, id, await RunAsync(request, first, then, context.RequestAborted));
    }

    /// <summary>The program's own run, unless only tests were sent; and theirs.</summary>
    private static async Task<EditorOutcome> RunAsync(EditorRequest request, IExecutionService first, IExecutionService then, CancellationToken cancellation)
    {
        var own = request.HasInput || request.Tests.Count == 0 ? await request.Program.RunAsync(first, cancellation) : null;
        var judged = request.Tests.Count == 0 ? null : await request.Program.WithTests(request.Tests).RunAsync(own is null ? first : then, cancellation);
        return new EditorOutcome(own, request.Tests, judged);
    }

    private static Task AnswerAsync(HttpContext context, Guid id, EditorOutcome outcome)
    {
        context.Response.MarkFallback(outcome.Own?.Fallback is null ? outcome.Judged : outcome.Own);
        return context.Response.WriteJsonAsync(outcome.Held, output => EditorAnswer.Of(id, outcome).WriteJson(output), context.RequestAborted);
    }
}
