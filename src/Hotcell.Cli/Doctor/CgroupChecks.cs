using Hotcell.Linux;
using Hotcell.Linux.Cgroups;
using Hotcell.Protocol;

namespace Hotcell.Cli.Doctor;

/// <summary>Whether limits of memory, processes and CPU can be set: as the keeper finds them.</summary>
internal static class CgroupChecks
{
    private const string Delegation = "start Hotcell as root, or in a group of its own: systemd-run --user --scope -p Delegate=yes ./hotcell serve";
    private const string OnlyRoot = "start Hotcell as root: version 1 cannot be delegated (boot with systemd.unified_cgroup_hierarchy=1 for version 2)";
    private const string InContainer = "give the container groups of its own, as docs/containers.md says";
    private const int MostDying = 4096;

    private static readonly (CgroupControllers Controller, Isolation Protection)[] s_needed =
    [
        (CgroupControllers.Memory, Isolation.MemoryCgroup), (CgroupControllers.Pids, Isolation.PidsCgroup), (CgroupControllers.Cpu, Isolation.CpuCgroup),
    ];

    public static IReadOnlyList<Finding> Run()
    {
        try
        {
            var mounts = CgroupMounts.Find();
            var usable = mounts.Usable(out var why);
            return
            [
                Finding.Good("version", $"{mounts.Version}"),
                .. s_needed.Select(needed => usable.HasFlag(needed.Controller)
                    ? Finding.Good(NameOf(needed.Controller), "groups with it can be made")
                    : Missing(needed, why, Environment.IsPrivilegedProcess ? InContainer : mounts.Version == 2 ? Delegation : OnlyRoot)),
                Dying(mounts),
            ];
        }
        catch (LinuxException error)
        {
            return [.. s_needed.Select(needed => Missing(needed, error.Message, Delegation))];
        }
    }

    private static Finding Missing((CgroupControllers Controller, Isolation Protection) needed, string why, string fix) =>
        Finding.BadUnlessAccepted(needed.Protection, NameOf(needed.Controller), why, fix);

    private static string NameOf(CgroupControllers controller) => controller.ToString().ToLowerInvariant();

    /// <summary>Hotcell clears away its own; thousands are somebody else's, and slow every reading of memory statistics down.</summary>
    private static Finding Dying(CgroupMounts mounts) => DyingGroups.Count(mounts) switch
    {
        null => Finding.Good("removed groups that are not gone", "the kernel does not tell"),
        <= MostDying and var count => Finding.Good("removed groups that are not gone", $"{count} on this machine"),
        var count => Finding.Optional("removed groups that are not gone", $"{count} on this machine", "page cache holds them: echo 1 > /proc/sys/vm/drop_caches lets them go"),
    };
}
