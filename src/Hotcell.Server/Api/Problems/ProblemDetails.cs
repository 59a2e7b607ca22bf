using System.Text.Json.Serialization;
using Hotcell.Engine;
using Hotcell.Engine.Documents;
using Hotcell.Engine.Executions;
using Hotcell.Engine.Keys;

namespace Hotcell.Server.Api.Problems;

/// <summary>An RFC 9457 problem document. <see cref="Type"/> is a stable name for programs; the texts are for people.</summary>
internal sealed record ProblemDetails
{
    public required string Type { get; init; }

    public required string Title { get; init; }

    public required int Status { get; init; }

    public string? Detail { get; init; }

    /// <summary>Every wrong field of the request.</summary>
    public IReadOnlyList<ProblemField>? Errors { get; init; }

    /// <summary>Where our own fault happened.</summary>
    public ProblemFault? Fault { get; init; }

    [JsonIgnore]
    public TimeSpan? RetryAfter { get; init; }

    public static ProblemDetails Invalid(string detail, IReadOnlyList<FieldError> errors) => Make("invalid-request", 400, "The request is not valid", detail) with
    {
        Errors = [.. errors.Select(error => new ProblemField(error.Field, error.Message))],
    };

    public static ProblemDetails Unauthorized(string detail) => Make("unauthorized", 401, "An API key is needed", detail);

    public static ProblemDetails Forbidden(string detail) => Make("forbidden", 403, "This is not allowed", detail);

    public static ProblemDetails TooLarge(long maximum) =>
        Make("body-too-large", 413, "The request body is too large", $"At most {new ByteSize(maximum)} are accepted.");

    public static ProblemDetails UnsupportedMediaType(string detail) => Make("unsupported-media-type", 415, "The content type is not supported", detail);

    public static ProblemDetails Busy(string detail, TimeSpan retryAfter) => Make("busy", 429, "The server is busy", detail) with { RetryAfter = retryAfter };

    public static ProblemDetails TooMany(RequestRate rate, TimeSpan retryAfter) =>
        Make("too-many-requests", 429, "Too many requests", $"At most {rate.Requests} are served in {rate.Window.TotalSeconds:0.###} s.") with { RetryAfter = retryAfter };

    public static ProblemDetails Unavailable(string detail) =>
        Make("unavailable", 503, "The server cannot run programs now", detail) with { RetryAfter = TimeSpan.FromSeconds(1) };

    public static ProblemDetails Internal() => Make("internal-error", 500, "The server failed", "The failure is in the server's log.");

    /// <summary>A status that the web server itself answers with: 404, 405, 408, 431 …</summary>
    public static ProblemDetails Plain(int status, string? detail = null) =>
        Make("about:blank", status, Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status), detail);

    public static ProblemDetails Of(SystemFault fault)
    {
        // A lost warden is back at once; anything else may be as wrong the next time.
        var status = fault.Stage == "warden" ? 503 : 500;
        return Make("system-fault", status, "Hotcell could not run the program", fault.Message) with
        {
            Fault = new ProblemFault(fault.Stage, fault.Step.ToString(), fault.Index, fault.Errno),
            RetryAfter = status == 503 ? TimeSpan.FromSeconds(1) : null,
        };
    }

    public static ProblemDetails Of(RejectedException rejection) => rejection.Kind switch
    {
        RejectionKind.Forbidden => Forbidden(rejection.Message),
        RejectionKind.Busy => Busy(rejection.Message, rejection.RetryAfter ?? TimeSpan.FromSeconds(1)),
        RejectionKind.Unavailable => Unavailable(rejection.Message),
        _ => Invalid(rejection.Message, rejection.Errors),
    };

    private static ProblemDetails Make(string type, int status, string title, string? detail) => new()
    {
        Type = type.Contains(':', StringComparison.Ordinal) ? type : $"urn:hotcell:problem:{type}",
        Status = status,
        Title = title,
        Detail = detail,
    };
}

internal sealed record ProblemField(string Field, string Message);

internal sealed record ProblemFault(string Stage, string Step, int Index, int Errno);

[JsonSerializable(typeof(ProblemDetails))]
internal sealed partial class ProblemJson : JsonSerializerContext
{
    public static ProblemJson Styled { get; } = new(JsonStyle.Create(JsonIgnoreCondition.WhenWritingNull));
}
