using Hotcell.Engine;
using Hotcell.Server.Auth;
using Hotcell.Server.Http;

namespace Hotcell.Server.Api.Health;

/// <summary><c>GET /health</c>, also as <c>/api/health</c>: 200 while programs can be run, else 503. Needs no key: those who watch over a service have none.</summary>
internal static class HealthEndpoint
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health", AnswerAsync).WithMetadata(Access.Open);
        routes.MapGet("/api/health", AnswerAsync).WithMetadata(Access.Open);
    }

    private static async Task AnswerAsync(HttpContext context, HotcellEngine engine)
    {
        var status = engine.Status;
        context.Response.StatusCode = status.IsHealthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        await context.Response.WriteJsonAsync(HealthAnswer.Of(status).ToJson(), context.RequestAborted);
    }
}
