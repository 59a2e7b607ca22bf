using System.Globalization;

namespace Hotcell.Bench.Machine;

/// <summary>What the host of a virtual machine gave of a processor to others while somebody waited for it: "steal" of proc_stat(5), in ticks of 10 ms.</summary>
internal static class StolenTime
{
    private const int Steal = 8;
    private const double TickMilliseconds = 10;

    /// <summary>Milliseconds since the machine started, as the mean of all processors; 0 on one that is no guest.</summary>
    public static double Read()
    {
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return double.Parse(fields[Steal], CultureInfo.InvariantCulture) * TickMilliseconds / Environment.ProcessorCount;
    }
}
