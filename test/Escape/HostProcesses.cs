using System.Globalization;
using System.Text;

namespace Hotcell.Escape;

/// <summary>Programs in cells as the host sees them.</summary>
internal static class HostProcesses
{
    /// <summary>Processes that have <paramref name="mark"/> as an argument of their own.</summary>
    public static IReadOnlyList<int> With(string mark) =>
    [
        .. Directory.GetDirectories("/proc")
            .Select(folder => Path.GetFileName(folder))
            .Where(name => char.IsAsciiDigit(name[0]) && Arguments(name).Contains(mark))
            .Select(name => int.Parse(name, CultureInfo.InvariantCulture)),
    ];

    /// <summary>Host ids (real, effective, saved, file system) of a process: <c>Uid</c> or <c>Gid</c>.</summary>
    public static IReadOnlyList<uint> Ids(int pid, string kind) =>
    [
        .. File.ReadAllLines($"/proc/{pid}/status").Single(line => line.StartsWith(kind + ":", StringComparison.Ordinal))
            .Split('\t').Skip(1).Select(text => uint.Parse(text, CultureInfo.InvariantCulture)),
    ];

    public static int ParentOf(int pid) => int.Parse(
        File.ReadAllLines($"/proc/{pid}/status").Single(line => line.StartsWith("PPid:", StringComparison.Ordinal))[5..], CultureInfo.InvariantCulture);

    private static string[] Arguments(string pid)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{pid}/cmdline")).Split('\0');
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
