using Hotcell.Server.Auth;
using Hotcell.Server.Telemetry;

namespace Hotcell.Server.Api.Metrics;

/// <summary><c>GET /metrics</c>: for Prometheus, and for operators.</summary>
internal static class MetricsEndpoint
{
    public static void MapMetrics(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/metrics", (PrometheusText metrics) => TypedResults.Text(metrics.Write(), PrometheusText.ContentType)).WithMetadata(Access.Operator);
}
