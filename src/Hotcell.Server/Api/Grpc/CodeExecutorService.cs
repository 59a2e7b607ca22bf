using Hotcell.Engine;
using Hotcell.Engine.Executions;
using Hotcell.Server.Api.Problems;
using Hotcell.Server.Grpc;
using Hotcell.V1;

namespace Hotcell.Server.Api.Grpc;

/// <summary>The methods of <c>hotcell.v1.CodeExecutor</c>.</summary>
/// <param name="ranges">Of the three limits, and their defaults.</param>
/// <param name="mostBytes">Of a message.</param>
internal sealed class CodeExecutorService(HotcellEngine engine, RunLimits ranges, int mostBytes)
{
    public GrpcService Create() => new GrpcService(CodeExecutorReflection.Descriptor.Services[0], mostBytes)
        .Unary("Execute", ExecuteRequest.Parser, (request, call) => TellAsync(() => ExecuteAsync(Read(request), call)))
        .ServerStreaming("ExecuteStream", ExecuteRequest.Parser, (request, call) => TellAsync(() => ExecuteStreamAsync(Read(request), call)))
        .Unary("Health", HealthRequest.Parser, async (request, call) =>
            HealthReply.Of(engine.Status, request.Versions ? await engine.GetLanguagesAsync(call.Cancelled) : engine.Status.Languages));

    private static IExecutionService ExecutionsOf(GrpcCall call) => call.Services.GetRequiredService<IExecutionService>();

    private DialectRequest Read(ExecuteRequest request) => ExecuteMessages.Read(request, ranges);

    private static async Task<ExecuteResponse> ExecuteAsync(DialectRequest request, GrpcCall call) =>
        ExecuteMessages.ResponseOf(await request.RunAsync(ExecutionsOf(call), call.Cancelled), withOutput: true);

    private async Task<bool> ExecuteStreamAsync(DialectRequest request, GrpcCall call)
    {
        await foreach (var step in request.StreamAsync(ExecutionsOf(call), call.Cancelled))
        {
            foreach (var message in ExecuteMessages.EventsOf(step))
            {
                await call.WriteAsync(message, pending: MostOutput);
            }
        }

        return true;
    }

    /// <summary>What a program and its compiler may have written that is not sent yet, in bytes.</summary>
    private long MostOutput => 2 * (ranges.Output.Default.Bytes + engine.Options.Compile.Output.Bytes);

    /// <summary>Tells of what went wrong in the words of gRPC.</summary>
    private static async Task<T> TellAsync<T>(Func<Task<T>> run)
    {
        try
        {
            return await run();
        }
        catch (RejectedException rejection)
        {
            throw new GrpcException(ProblemStatus.Of(ProblemDetails.Of(rejection)));
        }
        catch (ProblemException problem)
        {
            throw new GrpcException(ProblemStatus.Of(problem.Problem));
        }
    }
}
