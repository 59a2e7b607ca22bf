using System.Globalization;

namespace Hotcell.Engine.Executions;

public enum RejectionKind
{
    /// <summary>The request is wrong; <see cref="RejectedException.Errors"/> names every field.</summary>
    Invalid,

    /// <summary>The caller may not do this.</summary>
    Forbidden,

    /// <summary>The queue is full; try again after <see cref="RejectedException.RetryAfter"/>.</summary>
    Busy,

    /// <summary>The server is shutting down, or has no warden.</summary>
    Unavailable,
}

/// <summary>
/// One wrong field. <paramref name="Field"/> is a path in the native names, such as <c>files[1].name</c>, <c>args[0]</c> or
/// <c>limits.memory_mb</c>; a dialect may rename it.
/// </summary>
public sealed record FieldError(string Field, string Message)
{
    /// <summary>The numbers of a message about a limit, for a dialect with another unit; null for other messages.</summary>
    public OutOfRange? Range { get; init; }

    /// <summary>Whether all that is wrong is the machine: it lacks the toolchain of a language that there is.</summary>
    public bool IsNotInstalled { get; init; }

    public static FieldError Of(string field, OutOfRange range) => new(field, range.ToString()) { Range = range };
}

/// <summary>A number that is not in its range.</summary>
public readonly record struct OutOfRange(double Minimum, double Maximum, double Asked)
{
    public OutOfRange In(double unit) => new(Minimum / unit, Maximum / unit, Asked / unit);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"must be {Minimum:0.###} to {Maximum:0.###}, not {Asked:0.###}");
}

/// <summary>Nothing ran.</summary>
public sealed class RejectedException(RejectionKind kind, string message, IReadOnlyList<FieldError>? errors = null, TimeSpan? retryAfter = null)
    : Exception(message)
{
    public RejectionKind Kind { get; } = kind;

    public IReadOnlyList<FieldError> Errors { get; } = errors ?? [];

    public TimeSpan? RetryAfter { get; } = retryAfter;
}
