namespace Hotcell.Engine.Executions;

/// <summary>Limits by the names and units that they have in requests.</summary>
public static class LimitFields
{
    private static readonly Dictionary<string, Func<RequestedLimits, double, RequestedLimits>> s_setters = new(StringComparer.Ordinal)
    {
        ["wall_time_ms"] = (limits, number) => limits with { WallTime = TimeSpan.FromMilliseconds(number) },
        ["cpu_time_ms"] = (limits, number) => limits with { CpuTime = TimeSpan.FromMilliseconds(number) },
        ["memory_mb"] = (limits, number) => limits with { Memory = ByteSize.FromMebibytes(number) },
        ["processes"] = (limits, number) => limits with { Processes = (int)number },
        ["output_kb"] = (limits, number) => limits with { Output = ByteSize.FromKibibytes(number) },
        ["file_size_mb"] = (limits, number) => limits with { FileSize = ByteSize.FromMebibytes(number) },
        ["open_files"] = (limits, number) => limits with { OpenFiles = (int)number },
        ["stack_mb"] = (limits, number) => limits with { Stack = ByteSize.FromMebibytes(number) },
        ["disk_mb"] = (limits, number) => limits with { Disk = ByteSize.FromMebibytes(number) },
        ["cpus"] = (limits, number) => limits with { Cpus = number },
    };

    public static IReadOnlyCollection<string> Names => s_setters.Keys;

    /// <summary>What is wrong with a limit of this name; null when it is right.</summary>
    public static string? ErrorOf(string name, double number) =>
        !s_setters.ContainsKey(name) ? $"is not a limit; there are {string.Join(", ", Names)}"
        : number is > 0 and <= int.MaxValue ? null
        : $"must be above 0 and at most {int.MaxValue}";

    /// <param name="numbers">For which <see cref="ErrorOf"/> knows no error.</param>
    public static RequestedLimits Read(IEnumerable<KeyValuePair<string, double>> numbers) =>
        numbers.Aggregate(new RequestedLimits(), (limits, field) => s_setters[field.Key](limits, field.Value));
}
