using System.Globalization;

namespace Hotcell.Bench.Machine;

/// <summary>What the numbers are of.</summary>
internal sealed record MachineFacts
{
    public required DateTimeOffset Time { get; init; }

    public required int Cpus { get; init; }

    public required string CpuModel { get; init; }

    public required string Kernel { get; init; }

    public required int CgroupVersion { get; init; }

    /// <summary>Average number of runnable processes in the minute before: what is much above 0 was somebody else's, and disturbs.</summary>
    public required double LoadBefore { get; init; }

    public static MachineFacts Read(int cgroupVersion) => new()
    {
        Time = TimeProvider.System.GetUtcNow(),
        Cpus = Environment.ProcessorCount,
        CpuModel = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown",
        Kernel = File.ReadAllText("/proc/sys/kernel/osrelease").Trim(),
        CgroupVersion = cgroupVersion,
        LoadBefore = double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture),
    };
}
