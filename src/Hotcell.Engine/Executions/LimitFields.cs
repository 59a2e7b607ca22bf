namespace Hotcell.Engine.Executions;

/// <param name="name">As it is written in requests, language files and keys.</param>
/// <param name="whole">Whether only a whole number makes sense.</param>
/// <returns>Null when the limit is not named.</returns>
public delegate double? LimitNumber(string name, bool whole);

/// <summary>Limits by the names and units that they have everywhere.</summary>
public static class LimitFields
{
    /// <summary>Name, and whether only a whole number makes sense.</summary>
    private static readonly Dictionary<string, bool> s_fields = Describe();

    public static IReadOnlyCollection<string> Names => s_fields.Keys;

    public static RequestedLimits Read(LimitNumber numberOf) => new()
    {
        WallTime = Units.Milliseconds(numberOf("wall_time_ms", whole: false)),
        CpuTime = Units.Milliseconds(numberOf("cpu_time_ms", whole: false)),
        Memory = Units.Mebibytes(numberOf("memory_mb", whole: false)),
        Processes = (int?)numberOf("processes", whole: true),
        Output = Units.Kibibytes(numberOf("output_kb", whole: false)),
        FileSize = Units.Mebibytes(numberOf("file_size_mb", whole: false)),
        OpenFiles = (int?)numberOf("open_files", whole: true),
        Stack = Units.Mebibytes(numberOf("stack_mb", whole: false)),
        Disk = Units.Mebibytes(numberOf("disk_mb", whole: false)),
        Cpus = numberOf("cpus", whole: false),
    };

    /// <param name="numbers">For which <see cref="ErrorOf"/> knows no error.</param>
    public static RequestedLimits Read(IReadOnlyDictionary<string, double> numbers) =>
        Read((name, _) => numbers.TryGetValue(name, out var number) ? number : null);

    /// <summary>What is wrong with a limit of this name; null when it is right.</summary>
    public static string? ErrorOf(string name, double number) =>
        !s_fields.TryGetValue(name, out var whole) ? $"is not a limit; there are {string.Join(", ", Names)}"
        : number is not (> 0 and <= int.MaxValue) ? $"must be above 0 and at most {int.MaxValue}"
        : whole && number != Math.Floor(number) ? "must be a whole number"
        : null;

    private static Dictionary<string, bool> Describe()
    {
        var fields = new Dictionary<string, bool>(StringComparer.Ordinal);
        Read((name, whole) =>
        {
            fields.Add(name, whole);
            return null;
        });
        return fields;
    }
}
