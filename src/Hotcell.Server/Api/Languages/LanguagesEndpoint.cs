using Hotcell.Engine;
using Hotcell.Server.Http;

namespace Hotcell.Server.Api.Languages;

/// <summary><c>GET /api/v1/languages</c>: every configured language, and what the missing ones need.</summary>
internal static class LanguagesEndpoint
{
    public static void MapLanguages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/languages", async (HttpContext context, HotcellEngine engine) =>
        {
            var languages = await engine.GetLanguagesAsync(context.RequestAborted);
            await context.Response.WriteJsonAsync(LanguagesAnswer.Of(languages).ToJson(), context.RequestAborted);
        });
    }
}
