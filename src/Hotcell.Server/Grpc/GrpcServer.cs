using Hotcell.Server.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Hotcell.Server.Grpc;

/// <summary>
/// A gRPC server on Kestrel's HTTP/2, as the wire protocol is specified in grpc/doc/PROTOCOL-HTTP2.md. It knows messages and methods, and nothing of
/// what they are for.
/// <para>
/// Theory of operation: a call is one HTTP/2 stream, <c>POST /package.Service/Method</c>. Its headers say the deadline (<see cref="GrpcTimeout"/>)
/// and the encodings (<see cref="MessageEncoding"/>); its body is a row of frames (<see cref="FrameReader"/>, <see cref="FrameWriter"/>), one per
/// message; its end is a status (<see cref="GrpcStatus"/>) in the trailers, or in the headers when no message was sent before. Methods come in
/// <see cref="GrpcService"/>s and see a call as a <see cref="GrpcCall"/>; to end one with an error they throw <see cref="GrpcException"/>.
/// A deadline, a client that resets its stream or goes away, all cancel <see cref="GrpcCall.Cancelled"/>, which methods pass on to what they do.
/// </para>
/// <para>
/// Memory is bounded four times: by the number of calls; by the largest message, packed or unpacked; by the budget of what is on its way here; and by
/// the budget of what waits for clients that do not read. Who stalls is cut, by resetting its stream.
/// </para>
/// </summary>
/// <param name="admit">Told of every call before it is looked at; throws <see cref="GrpcException"/> to refuse it.</param>
internal sealed class GrpcServer(
    IEnumerable<GrpcService> services, Action<HttpContext> admit, BodyBudget bodies, AnswerBudget answers, TimeProvider time, ILogger<GrpcServer> log)
{
    public const string ContentType = "application/grpc";

    private const int MaxCalls = 4096;

    private readonly Dictionary<string, GrpcMethod> _methods = services.SelectMany(service => service.Methods).ToDictionary(StringComparer.Ordinal);
    private int _calls;

    public async Task InvokeAsync(HttpContext context)
    {
        if (StatusOfWrongRequest(context.Request) is { } status)
        {
            context.Response.StatusCode = status;
            return;
        }

        try
        {
            if (Interlocked.Increment(ref _calls) > MaxCalls)
            {
                End(context.Response, GrpcStatus.Busy("The server has as many calls as it may.", TimeSpan.FromSeconds(1)));
                return;
            }

            await ServeAsync(context);
        }
        finally
        {
            Interlocked.Decrement(ref _calls);
        }
    }

    private async Task ServeAsync(HttpContext context)
    {
        context.Response.ContentType = ContentType;
        context.Response.Headers[MessageEncoding.AcceptHeader] = MessageEncoding.Accepted;
        GrpcCall? call = null;
        try
        {
            var method = _methods.GetValueOrDefault(context.Request.Path.Value ?? "");
            context.SetEndpoint(method?.Endpoint);
            admit(context);
            if (method is null)
            {
                throw new GrpcException(GrpcStatusCode.Unimplemented, $"There is no method {JsonText.Shorten(context.Request.Path.Value ?? "")}.");
            }

            call = new GrpcCall(context, method.MostBytes, bodies, answers, time);
            call.ThrowIfLate();
            await method.Handler(call);
            End(context.Response, GrpcStatus.Ok);
        }
        catch (Exception error)
        {
            Fail(context, call, error);
        }
        finally
        {
            call?.Dispose();
        }
    }

    private void Fail(HttpContext context, GrpcCall? call, Exception error)
    {
        if (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to read a status.
            context.Abort();
            return;
        }

        var status = StatusOf(error, call, context);
        if (call is { IsTorn: true })
        {
            // A message stopped in its middle: no status can follow it.
            context.Features.GetRequiredFeature<IHttpResetFeature>().Reset(call.ResetCode);
            return;
        }

        End(context.Response, status);
    }

    private GrpcStatus StatusOf(Exception error, GrpcCall? call, HttpContext context)
    {
        switch (error)
        {
            case GrpcException { Status: var status }:
                return status;
            case OperationCanceledException when call is { IsLate: true }:
                return GrpcStatus.Late;
            case OperationCanceledException:
                return new GrpcStatus(GrpcStatusCode.Cancelled, "The call was cancelled.");
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return new GrpcStatus(GrpcStatusCode.ResourceExhausted, "The request is too large.");
            case BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout }:
                return new GrpcStatus(GrpcStatusCode.Cancelled, "The request came too slowly.");
            default:
                log.Unhandled(error, context.Request.Path);
                return new GrpcStatus(GrpcStatusCode.Internal, "The failure is in the server's log.");
        }
    }

    /// <summary>What is no gRPC is answered as HTTP: such a client reads no trailers.</summary>
    private static int? StatusOfWrongRequest(HttpRequest request) =>
        !HttpMethods.IsPost(request.Method) ? StatusCodes.Status405MethodNotAllowed
        : !MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !IsOurs(type.MediaType) ? StatusCodes.Status415UnsupportedMediaType
        : null;

    /// <summary>Messages of Protocol Buffers, which is what the name without a suffix means, too.</summary>
    private static bool IsOurs(Microsoft.Extensions.Primitives.StringSegment type) =>
        type.Equals(ContentType, StringComparison.OrdinalIgnoreCase) || type.Equals(ContentType + "+proto", StringComparison.OrdinalIgnoreCase);

    private static void End(HttpResponse response, GrpcStatus status)
    {
        if (!response.HasStarted)
        {
            response.ContentType = ContentType;
        }

        foreach (var (name, value) in status.ToHeaders())
        {
            if (response.HasStarted)
            {
                response.AppendTrailer(name, value);
            }
            else
            {
                response.Headers[name] = value;
            }
        }
    }
}

internal static partial class GrpcLog
{
    /// <param name="method">One that is served: no text of a caller's.</param>
    [LoggerMessage(LogLevel.Error, "{Method} failed:")]
    public static partial void Unhandled(this ILogger log, Exception error, string? method);
}
