using Hotcell.Linux;
using Hotcell.Linux.Cgroups;

namespace Hotcell.Cli.Doctor;

/// <summary>Whether limits of memory, processes and CPU can be set: a group is really made in each hierarchy, and removed.</summary>
internal static class CgroupChecks
{
    private const string Delegation = "start Hotcell as root, or in a group of its own: systemd-run --user --scope -p Delegate=yes ./hotcell serve";
    private static readonly string[] s_controllers = ["memory", "pids", "cpu", "cpuacct"];

    public static IReadOnlyList<Finding> Run()
    {
        try
        {
            var mounts = CgroupMounts.Find();
            return mounts.Version == 2
                ? [Finding.Good("version", "2"), Writable("memory, pids, cpu", mounts.V2Parent())]
                : [Finding.Good("version", "1"), .. s_controllers.Select(controller => Writable(controller, mounts.V1Root(controller)))];
        }
        catch (LinuxException error)
        {
            return [Finding.Bad("memory, pids, cpu", error.Message, Delegation)];
        }
    }

    private static Finding Writable(string name, string parent)
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
            return Finding.Bad(name, error.Message, Delegation);
        }
    }
}
