namespace Hotcell.Engine.Executions;

/// <summary>
/// Numbers that somebody wrote in the engine's types. What does not fit takes the nearest value that does, so that the limit's own range says what
/// is wrong with it.
/// </summary>
public static class Units
{
    /// <summary>Longer than any limit may be, and far from overflow.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(10_000);

    public static TimeSpan? Milliseconds(double? value) => value is { } number
        ? TimeSpan.FromMilliseconds(double.IsNaN(number) ? 0 : Math.Clamp(number, -s_longest.TotalMilliseconds, s_longest.TotalMilliseconds))
        : null;

    public static TimeSpan? Seconds(double? value) => Milliseconds(value * 1000);

    public static ByteSize? Mebibytes(double? value) => value is { } number ? ByteSize.FromMebibytes(number) : null;

    public static ByteSize? Kibibytes(double? value) => value is { } number ? ByteSize.FromKibibytes(number) : null;
}
