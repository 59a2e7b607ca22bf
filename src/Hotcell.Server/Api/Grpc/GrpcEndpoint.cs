using Google.Rpc;
using Hotcell.Engine;
using Hotcell.Server.Api.Problems;
using Hotcell.Server.Auth;
using Hotcell.Server.Grpc;
using Hotcell.Server.Grpc.Health;
using Hotcell.Server.Grpc.Reflection;
using Hotcell.Server.Hosting;
using Hotcell.Server.Http;
using Microsoft.AspNetCore.Http;

namespace Hotcell.Server.Api.Grpc;

/// <summary>gRPC: <c>hotcell.v1.CodeExecutor</c> of <c>proto/</c>, and the standard services beside it.</summary>
internal static class GrpcEndpoint
{
    /// <summary>Health, by both names.</summary>
    private static readonly string[] s_open = ["/hotcell.v1.CodeExecutor/Health", "/grpc.health.v1.Health/Check", "/grpc.health.v1.Health/Watch"];

    /// <summary>Serves what comes by HTTP/2, and only that: the addresses of gRPC speak nothing else, and those of HTTP do not speak it.</summary>
    public static void UseGrpc(this WebApplication app)
    {
        var services = app.Services;
        var engine = services.GetRequiredService<HotcellEngine>();
        var gate = services.GetRequiredService<Gate>();
        var time = services.GetRequiredService<TimeProvider>();
        var options = services.GetRequiredService<ServerOptions>();
        var executor = new CodeExecutorService(engine, options.ExecuteRanges, options.MaxBody).Create();
        var health = new HealthService(
            [executor.Descriptor.FullName], () => engine.Status.IsHealthy, time, app.Lifetime.ApplicationStopping).Create();
        var reflection = new ReflectionService([executor, health], StatusReflection.Descriptor, ErrorDetailsReflection.Descriptor).Create();
        var server = new GrpcServer(
            [executor, health, .. reflection],
            context => Admit(context, gate),
            services.GetRequiredService<BodyBudget>(),
            services.GetRequiredService<AnswerBudget>(),
            time,
            services.GetRequiredService<ILogger<GrpcServer>>());
        app.MapWhen(context => HttpProtocol.IsHttp2(context.Request.Protocol), branch => branch.Run(server.InvokeAsync));
    }

    private static void Admit(HttpContext context, Gate gate)
    {
        try
        {
            gate.Admit(context, s_open.Contains(context.Request.Path.Value ?? "") ? Access.Open : Access.User);
        }
        catch (ProblemException problem)
        {
            throw new GrpcException(ProblemStatus.Of(problem.Problem));
        }
    }
}
