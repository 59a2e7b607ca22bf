using Hotcell.Server.Auth;
using Hotcell.Server.Hosting;
using Microsoft.Net.Http.Headers;

namespace Hotcell.Server.Http;

/// <summary>Lets web pages of the origins that the operator has named use the server (CORS). Where none is named, browsers keep all others out.</summary>
internal static class Origins
{
    /// <summary>For which browsers need not ask again.</summary>
    private static readonly TimeSpan s_preflight = TimeSpan.FromMinutes(10);

    public static void UseOrigins(this IApplicationBuilder app, ServerOptions options)
    {
        if (options.CorsOrigins.Count > 0)
        {
            app.UseCors(policy => policy
                .WithOrigins([.. options.CorsOrigins])
                .WithMethods(HttpMethods.Get, HttpMethods.Post, HttpMethods.Delete)
                .AllowAnyHeader()
                .WithExposedHeaders([.. RateGuard.Fields, HeaderNames.RetryAfter])
                .SetPreflightMaxAge(s_preflight));
        }
    }
}
