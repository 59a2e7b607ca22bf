using System.Globalization;

namespace Hotcell.Bench.Machine;

/// <summary>Processes, as /proc tells. A process that is gone has no children, no descriptors and no name.</summary>
internal static class ProcessTree
{
    /// <summary>USER_HZ, which every Linux shows.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>Living children of <paramref name="pid"/>, and those that nobody has waited for yet.</summary>
    public static IReadOnlyList<int> ChildrenOf(int pid) => Read(
        () => Directory.GetDirectories($"/proc/{pid}/task")
            .SelectMany(task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(text => int.Parse(text, CultureInfo.InvariantCulture))
            .ToArray(),
        []);

    /// <summary>How many processes there are below <paramref name="pid"/>.</summary>
    public static int CountBelow(int pid) => Below(pid).Count();

    /// <summary>Those processes.</summary>
    public static IEnumerable<int> Below(int pid) => ChildrenOf(pid).SelectMany(child => Below(child).Prepend(child));

    /// <summary>What they have used of processors since each began.</summary>
    public static TimeSpan ProcessorTimeBelow(int pid) => TimeSpan.FromSeconds(Below(pid).Sum(TicksOf) / TicksPerSecond);

    /// <summary>First 15 characters of the name.</summary>
    public static string NameOf(int pid) => Read(() => File.ReadAllText($"/proc/{pid}/comm").Trim(), "");

    /// <summary>What the open descriptors point to.</summary>
    public static IReadOnlyList<string> DescriptorsOf(int pid) =>
        Read(() => Directory.GetFiles($"/proc/{pid}/fd").Select(fd => new FileInfo(fd).LinkTarget ?? "").ToArray(), []);

    /// <summary>Resident set size, in bytes.</summary>
    public static long ResidentBytesOf(int pid) => StatusBytes(pid, "VmRSS:");

    /// <summary>The most that it ever was.</summary>
    public static long MostResidentBytesOf(int pid) => StatusBytes(pid, "VmHWM:");

    /// <summary>Proportional set size, in bytes: of what is shared with other processes, its part.</summary>
    public static long ProportionalBytesOf(int pid) => Read(
        () => Kilobytes(File.ReadLines($"/proc/{pid}/smaps_rollup").First(line => line.StartsWith("Pss:", StringComparison.Ordinal))), 0);

    /// <summary>utime and stime of proc_pid_stat(5); the name before them may have anything in it but its end.</summary>
    private static double TicksOf(int pid) => Read(
        () =>
        {
            var fields = File.ReadAllText($"/proc/{pid}/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture);
        },
        0);

    private static long StatusBytes(int pid, string name) => Kilobytes(File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith(name, StringComparison.Ordinal)));

    private static long Kilobytes(string line) => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024;

    private static T Read<T>(Func<T> read, T gone)
    {
        try
        {
            return read();
        }
        catch (IOException)
        {
            return gone;
        }
    }
}
