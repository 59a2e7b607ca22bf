using System.Globalization;

namespace Hotcell.Server.Hosting;

/// <summary>
/// How many connections the process can have: a descriptor each, of a limit that the operator sets (RLIMIT_NOFILE). Without one left, not even
/// accepting and closing works, nor does a cell; so some are kept back.
/// </summary>
internal static class DescriptorLimit
{
    private const string File = "/proc/self/limits";
    private const string Row = "Max open files";

    /// <summary>Assemblies, runtime, listening sockets, and the data sockets of as many cells as run at once.</summary>
    private const int KeptBack = 256;

    private const int Least = 16;

    /// <summary>As many as can be, and at most <paramref name="wanted"/>.</summary>
    public static int Connections(int wanted) => Connections(wanted, System.IO.File.ReadLines(File));

    /// <param name="limits">Lines of proc_pid_limits(5): name, soft limit, hard limit, unit, in columns.</param>
    internal static int Connections(int wanted, IEnumerable<string> limits)
    {
        var soft = limits.FirstOrDefault(line => line.StartsWith(Row, StringComparison.Ordinal))?[Row.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
        return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var descriptors)
            ? (int)Math.Clamp(descriptors - KeptBack, Least, wanted)
            : wanted;
    }
}
