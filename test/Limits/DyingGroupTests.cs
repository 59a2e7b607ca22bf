using Hotcell.Kit;
using Hotcell.Linux;
using Hotcell.Linux.Cgroups;
using Xunit;

namespace Hotcell.Limits;

/// <summary>Groups that are gone for everybody but the kernel, because page cache is still charged to them.</summary>
public sealed class DyingGroupTests
{
    private const int Groups = 40;

    [Fact]
    public async Task Groups_of_dead_cells_are_counted_and_cleared_away()
    {
        using var files = new ColdFiles();
        var mounts = CgroupMounts.Find();
        var instance = CgroupInstance.Claim(mounts);
        try
        {
            instance.Delegate(Sys.GetEuid());
            var dying = new DyingGroups(mounts, instance);
            var before = DyingGroups.Count(mounts)!.Value;
            for (var i = 0; i < Groups; i++)
            {
                ReadInGroupOfItsOwn(instance.Folders[0], files.Make($"{i}", 64 * 1024));
            }

            // Others on this machine come and go meanwhile.
            var after = DyingGroups.Count(mounts)!.Value;
            Assert.True(after >= before + (Groups / 2), $"{before} before, {after} after {Groups} groups died.");
            Assert.False(dying.ReclaimAbove(after));
            Assert.True(dying.ReclaimAbove(0));
            await Eventually.HoldsAsync(() => DyingGroups.Count(mounts) <= after - (Groups / 2), $"of {after} dying groups at least {Groups / 2} are gone");
        }
        finally
        {
            instance.Remove();
        }
    }

    private static void ReadInGroupOfItsOwn(string parent, string file)
    {
        var group = Directory.CreateDirectory(Path.Combine(parent, "dying")).FullName;
        ColdFiles.Run("bash", "-c", "echo 0 > \"$0/cgroup.procs\" && exec cat \"$1\" > /dev/null", group, file);
        Directory.Delete(group);
    }
}
