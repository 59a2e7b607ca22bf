using System.Net.Mime;
using System.Text.Json;
using Hotcell.Engine.Executions;

namespace Hotcell.Server.Api.Problems;

/// <summary>Turns everything that ends a request early into a problem document, and tells nothing of our insides.</summary>
internal sealed class ProblemsMiddleware(RequestDelegate next, ILogger<ProblemsMiddleware> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        try
        {
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null })
            {
                await AnswerAsync(context, ProblemDetails.Plain(context.Response.StatusCode));
            }
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to read an answer.
            context.Abort();
        }
        catch (ProblemException error)
        {
            await AnswerAsync(context, error.Problem);
        }
        catch (RejectedException error)
        {
            await AnswerAsync(context, ProblemDetails.Of(error));
        }
        catch (BadHttpRequestException error)
        {
            await AnswerAsync(context, error.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? ProblemDetails.TooLarge(Http.RequestBody.MostOf(context))
                : ProblemDetails.Plain(error.StatusCode));
        }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            log.Unhandled(error, context.GetEndpoint()?.DisplayName);
            await AnswerAsync(context, ProblemDetails.Internal());
        }
    }

    private static Task AnswerAsync(HttpContext context, ProblemDetails problem)
    {
        var response = context.Response;
        response.StatusCode = problem.Status;
        response.ContentLength = null;
        if (problem.RetryAfter is { } retryAfter)
        {
            response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(retryAfter.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        var dialect = context.GetEndpoint()?.Metadata.GetMetadata<ErrorShape>();
        var json = dialect?.ToJson(problem) ?? JsonSerializer.SerializeToUtf8Bytes(problem, ProblemJson.Styled.ProblemDetails);
        response.ContentType = dialect is null ? MediaTypeNames.Application.ProblemJson : MediaTypeNames.Application.Json;
        response.ContentLength = json.Length;
        return response.Body.WriteAsync(json, context.RequestAborted).AsTask();
    }
}

internal static partial class ProblemsLog
{
    [LoggerMessage(LogLevel.Error, "{Endpoint} failed:")]
    public static partial void Unhandled(this ILogger log, Exception error, string? endpoint);
}
