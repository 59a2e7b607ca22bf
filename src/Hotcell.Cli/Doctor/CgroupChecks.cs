using Hotcell.Linux;
using Hotcell.Linux.Cgroups;

namespace Hotcell.Cli.Doctor;

/// <summary>Whether limits of memory, processes and CPU can be set: a group is really made in each hierarchy, and removed.</summary>
internal static class CgroupChecks
{
    private const string Delegation = "start Hotcell as root, or in a group of its own: systemd-run --user --scope -p Delegate=yes ./hotcell serve";
    private const string OnlyRoot = "start Hotcell as root: version 1 cannot be delegated (boot with systemd.unified_cgroup_hierarchy=1 for version 2)";
    private const int MostDying = 4096;
    private static readonly string[] s_controllers = ["memory", "pids", "cpu", "cpuacct"];

    public static IReadOnlyList<Finding> Run()
    {
        try
        {
            var mounts = CgroupMounts.Find();
            return mounts.Version == 2
                ? [Finding.Good("version", "2"), Writable("memory, pids, cpu", mounts.V2Parent(), Delegation), Dying(mounts)]
                : [Finding.Good("version", "1"), .. s_controllers.Select(controller => Writable(controller, mounts.V1Root(controller), OnlyRoot)), Dying(mounts)];
        }
        catch (LinuxException error)
        {
            return [Finding.Bad("memory, pids, cpu", error.Message, Delegation)];
        }
    }

    /// <summary>Hotcell clears away its own; thousands are somebody else's, and slow every reading of memory statistics down.</summary>
    private static Finding Dying(CgroupMounts mounts) => DyingGroups.Count(mounts) switch
    {
        null => Finding.Good("removed groups that are not gone", "the kernel does not tell"),
        <= MostDying and var count => Finding.Good("removed groups that are not gone", $"{count} on this machine"),
        var count => Finding.Optional("removed groups that are not gone", $"{count} on this machine", "page cache holds them: echo 1 > /proc/sys/vm/drop_caches lets them go"),
    };

    private static Finding Writable(string name, string parent, string fix)
    {
        var group = Path.Combine(parent, $"hotcell-doctor-{Environment.ProcessId}");
        try
        {
            Directory.CreateDirectory(group);
            Directory.Delete(group);
            return Finding.Good(name, $"groups can be made in {parent}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Finding.Bad(name, error.Message, fix);
        }
    }
}
