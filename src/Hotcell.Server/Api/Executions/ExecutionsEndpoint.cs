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
            var (recorder, result) = await RunAsync(request, encoding, executions, context.RequestAborted);
            await AnswerAsync(context, recorder, result);
        });
    }

    // Methods of their own, so that nobody holds the recorder and the result while the answer waits for its client.
    private static async Task<(ExecutionRecorder Recorder, ExecutionResult Result)> RunAsync(
        DialectRequest request, OutputEncoding encoding, IExecutionService executions, CancellationToken cancellation)
    {
        var recorder = new ExecutionRecorder(encoding);
        return (recorder, await request.RunAsync(executions, recorder.Add, cancellation));
    }

    private static Task AnswerAsync(HttpContext context, ExecutionRecorder recorder, ExecutionResult result) =>
        context.Response.WriteJsonAsync(result.OutputBytes, output => recorder.Finish(result).WriteJson(output), context.RequestAborted);
}
