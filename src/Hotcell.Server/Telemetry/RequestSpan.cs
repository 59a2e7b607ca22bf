using System.Diagnostics;
using Hotcell.Server.Http;

namespace Hotcell.Server.Telemetry;

/// <summary>The span that the web server makes of a request, with a name and tags as OpenTelemetry has them (semantic conventions for HTTP spans).</summary>
internal static class RequestSpan
{
    /// <summary>Of the web server's spans.</summary>
    public const string SourceName = "Microsoft.AspNetCore";

    public static void Describe(RequestFacts facts, int status)
    {
        if (!ExecutionSpans.IsHeard || Activity.Current is not { IsAllDataRequested: true } span)
        {
            return;
        }

        span.DisplayName = $"{facts.Method} {facts.Route}";
        span.SetTag("http.request.method", facts.Method).SetTag("http.route", facts.Route).SetTag("http.response.status_code", status);
        if (status >= StatusCodes.Status500InternalServerError)
        {
            span.SetStatus(ActivityStatusCode.Error);
        }
    }
}
