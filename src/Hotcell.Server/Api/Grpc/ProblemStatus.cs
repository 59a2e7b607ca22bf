using Google.Rpc;
using Hotcell.Server.Api.Problems;
using Hotcell.Server.Grpc;

namespace Hotcell.Server.Api.Grpc;

/// <summary>A problem document as a status of gRPC.</summary>
internal static class ProblemStatus
{
    public static GrpcStatus Of(ProblemDetails problem) => new(CodeOf(problem.Status), MessageOf(problem))
    {
        Details = problem.Errors is { } errors ? [BadRequestOf(errors)] : [],
        RetryAfter = problem.RetryAfter,
    };

    private static GrpcStatusCode CodeOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => GrpcStatusCode.InvalidArgument,
        StatusCodes.Status401Unauthorized => GrpcStatusCode.Unauthenticated,
        StatusCodes.Status403Forbidden => GrpcStatusCode.PermissionDenied,
        StatusCodes.Status429TooManyRequests => GrpcStatusCode.ResourceExhausted,
        StatusCodes.Status503ServiceUnavailable => GrpcStatusCode.Unavailable,
        _ => GrpcStatusCode.Internal,
    };

    /// <summary>With the errors: few clients show details.</summary>
    private static string MessageOf(ProblemDetails problem)
    {
        var message = problem.Detail ?? problem.Title;
        return problem.Errors is { Count: > 0 } errors
            ? $"{message.TrimEnd('.')}: {string.Join("; ", errors.Select(error => $"{error.Field} {error.Message}"))}"
            : message;
    }

    private static BadRequest BadRequestOf(IEnumerable<ProblemField> errors) => new()
    {
        FieldViolations = { errors.Select(error => new BadRequest.Types.FieldViolation { Field = error.Field, Description = error.Message }) },
    };
}
