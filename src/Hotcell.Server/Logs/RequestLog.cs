using Hotcell.Server.Http;
using Hotcell.Server.Telemetry;

namespace Hotcell.Server.Logs;

/// <summary>The log of requests: what was asked for by its route, never by its path; the answer, the time, who and from where.</summary>
internal sealed partial class RequestLog(RequestDelegate next, TimeProvider time, ILogger<RequestLog> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var began = time.GetTimestamp();
        var facts = RequestFacts.Begin(context);
        try
        {
            await next(context);
        }
        finally
        {
            RequestSpan.Describe(facts, context.Response.StatusCode);
            if (log.IsEnabled(LogLevel.Information))
            {
                Request(
                    facts.Method,
                    facts.Route,
                    context.Response.StatusCode,
                    time.GetElapsedTime(began).TotalMilliseconds,
                    context.Request.ContentLength,
                    facts.Sent,
                    facts.Key,
                    facts.Address,
                    facts.GrpcStatus,
                    context.RequestAborted.IsCancellationRequested ? true : null,
                    facts.Trace);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "{Method} {Route} {Status} in {Ms:0.0} ms")]
    private partial void Request(
        string method, string route, int status, double ms, long? requestBytes, long? bytes, string? key, string? address, string? grpcStatus, bool? aborted, string? trace);
}
