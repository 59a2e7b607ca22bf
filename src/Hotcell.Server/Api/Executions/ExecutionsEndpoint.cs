using Hotcell.Engine.Documents;
using Hotcell.Engine.Executions;
using Hotcell.Server.Http;

namespace Hotcell.Server.Api.Executions;

/// <summary><c>POST /api/v1/executions</c>: runs a program and answers with its verdict document.</summary>
internal static class ExecutionsEndpoint
{
    public static void MapExecutions(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/executions", async (HttpContext context, IExecutionService executions, BodyBudget budget) =>
        {
            var (request, encoding) = await RequestBody.ReadJsonAsync(context, budget, ExecutionsReader.Read);
            var recorder = new ExecutionRecorder(encoding);
            var result = await request.RunAsync(executions, recorder.Add, context.RequestAborted);
            await context.Response.WriteJsonAsync(recorder.Finish(result).ToJson(), context.RequestAborted);
        });
    }
}
