namespace Hotcell.Engine.Executions;

public enum RejectionKind
{
    /// <summary>The request is wrong; <see cref="RejectedException.Errors"/> names every field.</summary>
    Invalid,

    /// <summary>The queue is full; try again after <see cref="RejectedException.RetryAfter"/>.</summary>
    Busy,

    /// <summary>The server is shutting down, or has no warden.</summary>
    Unavailable,
}

/// <summary>
/// One wrong field. <paramref name="Field"/> is a path in the native names, such as <c>files[1].name</c>, <c>args[0]</c> or
/// <c>limits.memory_mb</c>; a dialect may rename it.
/// </summary>
public sealed record FieldError(string Field, string Message);

/// <summary>Nothing ran.</summary>
public sealed class RejectedException(RejectionKind kind, string message, IReadOnlyList<FieldError>? errors = null, TimeSpan? retryAfter = null)
    : Exception(message)
{
    public RejectionKind Kind { get; } = kind;

    public IReadOnlyList<FieldError> Errors { get; } = errors ?? [];

    public TimeSpan? RetryAfter { get; } = retryAfter;
}
