using Hotcell.Engine;
using Hotcell.Server.Api.Problems;
using Hotcell.Server.Http;

namespace Hotcell.Server.Api.Languages;

/// <summary><c>GET /api/v1/languages</c>: every configured language, and what the missing ones need; <c>…/{language}/samples</c>: programs to begin with.</summary>
internal static class LanguagesEndpoint
{
    public static void MapLanguages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/languages", async (HttpContext context, HotcellEngine engine) =>
        {
            var languages = await engine.GetLanguagesAsync(context.RequestAborted);
            await context.Response.WriteJsonAsync(LanguagesAnswer.Of(languages).ToJson(), context.RequestAborted);
        });
        routes.MapGet("/api/v1/languages/{language}/samples", (HttpContext context, HotcellEngine engine, string language) =>
        {
            var known = engine.Languages.Find(language) ?? throw new ProblemException(ProblemDetails.Plain(StatusCodes.Status404NotFound, "There is no such language."));
            return context.Response.WriteJsonAsync(new SamplesAnswer(engine.SamplesOf(known)).ToJson(), context.RequestAborted);
        });
    }
}
