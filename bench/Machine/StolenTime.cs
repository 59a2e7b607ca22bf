using System.Globalization;

namespace Hotcell.Bench.Machine;

/// <summary>What the host of a virtual machine gave of its processors to others while somebody waited for them: "steal" of proc_stat(5).</summary>
internal static class StolenTime
{
    private const int Steal = 8;
    private const int TickMilliseconds = 10;

    /// <summary>Since the machine started, of all processors; 0 on one that is no guest.</summary>
    public static TimeSpan Read()
    {
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return TimeSpan.FromMilliseconds(long.Parse(fields[Steal], CultureInfo.InvariantCulture) * TickMilliseconds);
    }
}
