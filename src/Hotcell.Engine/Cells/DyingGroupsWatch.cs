using Hotcell.Linux;
using Hotcell.Linux.Cgroups;

namespace Hotcell.Engine.Cells;

/// <summary>Counts the groups that are removed and not gone, no more often than somebody may ask for.</summary>
internal sealed class DyingGroupsWatch(TimeProvider time)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private CgroupMounts? _mounts;
    private long _countedAt;
    private int? _count;

    /// <summary>Null where that cannot be told.</summary>
    public int? Count
    {
        get
        {
            lock (_lock)
            {
                if (_countedAt == 0 || time.GetElapsedTime(_countedAt) > Freshness)
                {
                    _countedAt = time.GetTimestamp();
                    _count = Look();
                }

                return _count;
            }
        }
    }

    private int? Look()
    {
        try
        {
            _mounts ??= CgroupMounts.Find();
            return DyingGroups.Count(_mounts);
        }
        catch (Exception hidden) when (hidden is LinuxException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
