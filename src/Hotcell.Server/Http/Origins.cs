using Hotcell.Server.Auth;
using Hotcell.Server.Hosting;
using Hotcell.Server.Logs;
using Microsoft.Net.Http.Headers;

namespace Hotcell.Server.Http;

/// <summary>Lets web pages of the origins that the operator has named use the server (CORS). Where none is named, browsers keep all others out.</summary>
internal static class Origins
{
    /// <summary>For which browsers need not ask again.</summary>
    private static readonly TimeSpan s_preflight = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Whether the page that sends a request may: one of this server, or of an origin that the operator has named. To be asked where browsers do not ask
    /// themselves: they open WebSockets, and post plain text, to whomever they like. What is not a browser names no origin.
    /// </summary>
    public static bool Allows(HttpRequest request, ServerOptions options) =>
        request.Headers.Origin is not [{ } origin]
            ? request.Headers.Origin.Count == 0
            : options.CorsOrigins.Contains(CorsOptions.Any)
                || options.CorsOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase)
                || (Uri.TryCreate(origin, UriKind.Absolute, out var page) && page.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase));

    public static void UseOrigins(this IApplicationBuilder app, ServerOptions options)
    {
        if (options.CorsOrigins.Count > 0)
        {
            app.UseMiddleware<OriginWatch>();
            app.UseCors(policy => policy
                .WithOrigins([.. options.CorsOrigins])
                .WithMethods(HttpMethods.Get, HttpMethods.Post, HttpMethods.Delete)
                .AllowAnyHeader()
                .WithExposedHeaders([.. RateGuard.Fields, HeaderNames.RetryAfter])
                .SetPreflightMaxAge(s_preflight));
        }
    }
}

/// <summary>
/// Tells of web pages that may not use the server. They are not refused here: their browser does that, when no header in the answer lets them in. The
/// server's own pages send an origin, too.
/// </summary>
internal sealed class OriginWatch(RequestDelegate next, ServerOptions options, SecurityLog security)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.Headers.Origin is [{ Length: > 0 } origin] && !IsWelcome(origin) && origin != $"{request.Scheme}://{request.Host}")
        {
            security.RequestRefused(Refusal.Origin, context, $"is used by '{JsonText.Shorten(origin)}'");
        }

        return next(context);
    }

    private bool IsWelcome(string origin) => options.CorsOrigins.Contains(CorsOptions.Any) || options.CorsOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase);
}
