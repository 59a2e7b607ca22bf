using System.Globalization;

namespace Hotcell.Server.Hosting;

/// <summary>What the machine says of itself: <c>loadavg</c>, <c>meminfo</c> and <c>osrelease</c> of proc(5).</summary>
/// <param name="Load">Averages over 1, 5 and 15 minutes.</param>
/// <param name="Memory">Bytes.</param>
/// <param name="AvailableMemory">Bytes that programs could have without anything being swapped out.</param>
internal sealed record MachineStatus(IReadOnlyList<double> Load, long Memory, long AvailableMemory, string Kernel)
{
    public static MachineStatus Read() => Parse(
        File.ReadAllText("/proc/loadavg"), File.ReadAllLines("/proc/meminfo"), File.ReadAllText("/proc/sys/kernel/osrelease"));

    internal static MachineStatus Parse(string loadavg, IReadOnlyList<string> meminfo, string osrelease) => new(
        [.. loadavg.Split(' ').Take(3).Select(number => double.Parse(number, CultureInfo.InvariantCulture))],
        BytesOf("MemTotal:", meminfo),
        BytesOf("MemAvailable:", meminfo),
        osrelease.Trim());

    private static long BytesOf(string name, IReadOnlyList<string> meminfo) =>
        meminfo.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?[name.Length..].Trim().Split(' ')[0] is { } kibibytes
            ? 1024 * long.Parse(kibibytes, CultureInfo.InvariantCulture)
            : 0;
}
