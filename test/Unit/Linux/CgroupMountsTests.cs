using Hotcell.Linux;
using Hotcell.Linux.Cgroups;

namespace Hotcell.Unit.Linux;

public sealed class CgroupMountsTests
{
    private static readonly string[] Unified = ["29 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate"];

    private static readonly string[] Legacy =
    [
        "30 23 0:27 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory",
        "31 23 0:28 / /sys/fs/cgroup/pids rw - cgroup cgroup rw,pids",
        "32 23 0:29 / /sys/fs/cgroup/cpu,cpuacct rw shared:9 - cgroup cgroup rw,cpu,cpuacct",
        "33 23 0:26 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw",
    ];

    [Fact]
    public void What_may_be_written_comes_before_what_a_container_only_sees()
    {
        string[] container = [.. Legacy.Select(line => line.Replace(" rw", " ro", StringComparison.Ordinal)), "40 23 0:27 /hotcell /cgroups/memory rw,relatime - cgroup cgroup rw,memory"];
        var mounts = CgroupMounts.Parse(container, ["4:memory:/docker/1"], _ => "");

        Assert.Equal("/cgroups/memory", mounts.V1Root("memory"));
        Assert.Equal("/sys/fs/cgroup/pids", mounts.V1Root("pids"));
    }

    [Fact]
    public void The_unified_hierarchy_is_used_where_it_has_the_controllers()
    {
        var mounts = CgroupMounts.Parse(Unified, ["0::/user.slice"], _ => "cpuset cpu io memory pids\n");
        Assert.Equal((2, "/sys/fs/cgroup"), (mounts.Version, mounts.V2Root));
    }

    [Fact]
    public void The_old_hierarchies_are_used_where_it_has_not()
    {
        var mounts = CgroupMounts.Parse(Legacy, ["4:memory:/", "0::/"], _ => "");
        Assert.Equal(1, mounts.Version);
        Assert.Equal("/sys/fs/cgroup/memory", mounts.V1Root("memory"));
        Assert.Equal("/sys/fs/cgroup/cpu,cpuacct", mounts.V1Root("cpuacct"));
    }

    [Fact]
    public void A_machine_without_controllers_is_an_error() =>
        Assert.Throws<LinuxException>(() => CgroupMounts.Parse(Unified, ["0::/"], _ => "cpu io"));
}
