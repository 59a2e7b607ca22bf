using System.Text.Json;
using System.Text.Json.Serialization;
using Hotcell.Engine;
using Hotcell.Engine.Documents;
using Hotcell.Server.Auth;
using Hotcell.Server.Http;

namespace Hotcell.Server.Api.Systems;

/// <summary><c>GET /api/v1/system</c>: load, memory, queue, cells, versions and languages, for operators.</summary>
internal static class SystemEndpoint
{
    public static void MapSystem(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/system", async (HttpContext context, HotcellEngine engine) =>
        {
            var report = await SystemReport.ReadAsync(engine, context.RequestAborted);
            await context.Response.WriteJsonAsync(JsonSerializer.SerializeToUtf8Bytes(report, SystemJson.Styled.SystemReport), context.RequestAborted);
        }).WithMetadata(Access.Operator);
}

[JsonSerializable(typeof(SystemReport))]
internal sealed partial class SystemJson : JsonSerializerContext
{
    public static SystemJson Styled { get; } = new(JsonStyle.Create());
}
