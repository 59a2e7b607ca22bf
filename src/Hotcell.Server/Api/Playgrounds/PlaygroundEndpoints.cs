using Hotcell.Engine;
using Hotcell.Engine.Executions;
using Hotcell.Server.Auth;
using Hotcell.Server.Http;

namespace Hotcell.Server.Api.Playgrounds;

/// <summary><c>POST /api/execute</c>, <c>GET /api/languages</c> and <c>GET /api/system</c>: the dialect of playground services written for Node.js.</summary>
internal static class PlaygroundEndpoints
{
    public static void MapPlaygrounds(this IEndpointRouteBuilder routes)
    {
        var time = routes.ServiceProvider.GetRequiredService<TimeProvider>();
        var group = routes.MapGroup("/api").WithMetadata(PlaygroundError.Shape(time));
        group.MapPost("/execute", async (HttpContext context, IExecutionService executions, BodyBudget budget) =>
        {
            var request = await RequestBody.ReadJsonAsync(context, budget, PlaygroundReader.Read);
            await AnswerAsync(context, await request.RunAsync(executions, context.RequestAborted), time);
        });
        group.MapGet("/languages", async (HttpContext context, HotcellEngine engine) =>
        {
            var languages = await engine.GetLanguagesAsync(context.RequestAborted);
            await context.Response.WriteJsonAsync(PlaygroundLanguages.Of(languages, time.GetUtcNow()).ToJson(), context.RequestAborted);
        });
        group.MapGet("/system", async (HttpContext context, HotcellEngine engine) =>
        {
            var report = await SystemReport.ReadAsync(engine, context.RequestAborted);
            await context.Response.WriteJsonAsync(PlaygroundSystem.Of(report, time.GetUtcNow()).ToJson(), context.RequestAborted);
        }).WithMetadata(Access.Operator);
    }

    private static Task AnswerAsync(HttpContext context, ExecutionResult result, TimeProvider time)
    {
        context.Response.MarkFallback(result);
        return context.Response.WriteJsonAsync(result.Held, output => PlaygroundAnswer.Of(result, time.GetUtcNow()).WriteJson(output), context.RequestAborted);
    }
}
