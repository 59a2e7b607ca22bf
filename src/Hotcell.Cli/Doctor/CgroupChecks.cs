using Hotcell.Linux;
using Hotcell.Linux.Cgroups;

namespace Hotcell.Cli.Doctor;

/// <summary>Whether limits of memory, processes and CPU can be set: a group is really made in each hierarchy, and removed.</summary>
internal static class CgroupChecks
{
    private const string Delegation = "start Hotcell as root, or in a group of its own: systemd-run --user --scope -p Delegate=yes ./hotcell serve";
    private const string OnlyRoot = "start Hotcell as root: version 1 cannot be delegated (boot with systemd.unified_cgroup_hierarchy=1 for version 2)";
    private static readonly string[] s_controllers = ["memory", "pids", "cpu", "cpuacct"];

    public static IReadOnlyList<Finding> Run()
    {
        try
        {
            var mounts = CgroupMounts.Find();
            return mounts.Version == 2
                ? [Finding.Good("version", "2"), Writable("memory, pids, cpu", mounts.V2Parent(), Delegation)]
                : [Finding.Good("version", "1"), .. s_controllers.Select(controller => Writable(controller, mounts.V1Root(controller), OnlyRoot))];
        }
        catch (LinuxException error)
        {
            return [Finding.Bad("memory, pids, cpu", error.Message, Delegation)];
        }
    }

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
