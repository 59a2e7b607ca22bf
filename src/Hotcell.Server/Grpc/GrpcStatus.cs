using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;

namespace Hotcell.Server.Grpc;

/// <summary>Numbers of grpc/doc/statuscodes.md.</summary>
internal enum GrpcStatusCode
{
    Ok = 0,
    Cancelled = 1,
    Unknown = 2,
    InvalidArgument = 3,
    DeadlineExceeded = 4,
    NotFound = 5,
    AlreadyExists = 6,
    PermissionDenied = 7,
    ResourceExhausted = 8,
    FailedPrecondition = 9,
    Aborted = 10,
    OutOfRange = 11,
    Unimplemented = 12,
    Internal = 13,
    Unavailable = 14,
    DataLoss = 15,
    Unauthenticated = 16,
}

/// <summary>How a call ended.</summary>
/// <param name="Message">For people.</param>
internal sealed record GrpcStatus(GrpcStatusCode Code, string Message)
{
    /// <summary>Of its number.</summary>
    public const string Header = "grpc-status";

    public static GrpcStatus Ok { get; } = new(GrpcStatusCode.Ok, "");

    public static GrpcStatus Late { get; } = new(GrpcStatusCode.DeadlineExceeded, "The deadline of the call has passed.");

    /// <summary>Messages for programs, such as those of <c>google.rpc</c>.</summary>
    public IReadOnlyList<IMessage> Details { get; init; } = [];

    /// <summary>When to try again; null when there is no saying.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static GrpcStatus Busy(string message, TimeSpan retryAfter) => new(GrpcStatusCode.ResourceExhausted, message) { RetryAfter = retryAfter };

    /// <summary>The headers, or trailers, that tell it.</summary>
    public IEnumerable<(string Name, string Value)> ToHeaders()
    {
        yield return (Header, ((int)Code).ToString(CultureInfo.InvariantCulture));
        if (Message.Length > 0)
        {
            yield return ("grpc-message", StatusMessage.Encode(Message));
        }

        if (RetryAfter is { } delay)
        {
            // What a client with a retry policy goes by.
            yield return ("grpc-retry-pushback-ms", ((long)delay.TotalMilliseconds).ToString(CultureInfo.InvariantCulture));
        }

        if (AllDetails().Select(Any.Pack).ToList() is { Count: > 0 } details)
        {
            var status = new Status { Code = (int)Code, Message = Message, Details = { details } };
            yield return ("grpc-status-details-bin", BinaryHeader.Encode(status.ToByteArray()));
        }
    }

    private IEnumerable<IMessage> AllDetails() =>
        RetryAfter is { } delay ? [.. Details, new RetryInfo { RetryDelay = Duration.FromTimeSpan(delay) }] : Details;
}

/// <summary>Ends a call with a status.</summary>
internal sealed class GrpcException(GrpcStatus status) : Exception(status.Message)
{
    public GrpcException(GrpcStatusCode code, string message)
        : this(new GrpcStatus(code, message))
    {
    }

    public GrpcStatus Status { get; } = status;
}
