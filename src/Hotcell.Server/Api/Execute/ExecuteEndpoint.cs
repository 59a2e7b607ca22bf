using Hotcell.Engine.Executions;
using Hotcell.Server.Hosting;
using Hotcell.Server.Http;

namespace Hotcell.Server.Api.Execute;

/// <summary><c>POST /api/v1/execute</c>: the flat form, for clients that know one program, one input and three limits.</summary>
internal static class ExecuteEndpoint
{
    public static void MapExecute(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/execute", async (HttpContext context, IExecutionService executions, BodyBudget budget, ServerOptions options) =>
        {
            var request = await RequestBody.ReadJsonAsync(context, budget, body => ExecuteReader.Read(body, options.ExecuteRanges));
            await AnswerAsync(context, await request.RunAsync(executions, context.RequestAborted));
        });
    }

    private static Task AnswerAsync(HttpContext context, ExecutionResult result)
    {
        context.Response.MarkFallback(result);
        return context.Response.WriteJsonAsync(result.Held, output => ExecuteAnswer.WriteJson(output, result), context.RequestAborted);
    }
}
