using System.Globalization;

namespace Hotcell.Linux.Cgroups;

/// <summary>
/// Groups that are removed and not gone. Theory of operation: a page of a file is charged to the group whose process read it first, and stays
/// charged when the group is removed; until that page leaves the cache the kernel keeps the group, some tens of KiB of it, out of sight. Cells
/// that are the first to read files of an image leave such groups behind. Here they are counted, and when there are many their pages are
/// reclaimed, which costs whoever reads the file next a look at the disk.
/// </summary>
public sealed class DyingGroups(CgroupMounts mounts, CgroupInstance instance)
{
    /// <summary>As many may stay: together some MiB.</summary>
    public const int Tolerated = 256;

    /// <summary>What was left after the last time: those of others, and what could not be reclaimed.</summary>
    private int _beyondUs;

    /// <summary>How many there are on this machine, whoever made them; null when the kernel does not tell.</summary>
    public static int? Count(CgroupMounts mounts) => mounts.Version == 2 ? InUnified(mounts.V2Root!) : InLegacy(mounts.V1Root("memory"));

    /// <summary>Reclaims the pages of dead cells when more than <paramref name="tolerated"/> groups have died since the last time. Whether it tried.</summary>
    public bool ReclaimAbove(int tolerated)
    {
        // Version 1 counts only those of the whole machine.
        if (CountOurs() is not { } count)
        {
            return false;
        }

        _beyondUs = Math.Min(_beyondUs, count);
        if (count - _beyondUs <= tolerated)
        {
            return false;
        }

        Reclaim();
        _beyondUs = CountOurs() ?? count;
        return true;
    }

    private int? CountOurs() => mounts.Version == 2 ? InUnified(instance.Folders[0]) : Count(mounts);

    private void Reclaim()
    {
        var folder = instance.Folders[0];
        try
        {
            if (mounts.Version == 2)
            {
                var statistics = Path.Combine(folder, "memory.stat");
                var cache = (Value(statistics, "file") ?? 0) - (Value(statistics, "shmem") ?? 0);
                File.WriteAllText(Path.Combine(folder, "memory.reclaim"), Math.Max(Environment.SystemPageSize, cache).ToString(CultureInfo.InvariantCulture));
            }
            else
            {
                File.WriteAllText(Path.Combine(folder, "memory.force_empty"), "0");
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // EAGAIN: fewer pages could go than were asked for. Version 2 has the file since 5.19; before, they are only counted.
        }
    }

    private static int? InUnified(string folder) => (int?)Value(Path.Combine(folder, "cgroup.stat"), "nr_dying_descendants");

    /// <summary>cgroups(7): <c>/proc/cgroups</c> counts all, the file system shows the living.</summary>
    private static int? InLegacy(string root)
    {
        try
        {
            var all = File.ReadLines("/proc/cgroups").Select(line => line.Split('\t')).First(fields => fields[0] == "memory")[2];
            var living = 1 + Directory.EnumerateDirectories(root, "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }).Count();
            return Math.Max(0, int.Parse(all, CultureInfo.InvariantCulture) - living);
        }
        catch (Exception hidden) when (hidden is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static long? Value(string file, string key)
    {
        try
        {
            var line = File.ReadLines(file).FirstOrDefault(line => line.StartsWith(key + " ", StringComparison.Ordinal));
            return line is null ? null : long.Parse(line[(key.Length + 1)..], CultureInfo.InvariantCulture);
        }
        catch (Exception hidden) when (hidden is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
