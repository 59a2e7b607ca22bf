using System.Text;
using Hotcell.Linux;
using Hotcell.Linux.Abi;
using Hotcell.Linux.Cgroups;

namespace Hotcell.Warden.Keeping;

/// <summary>
/// The part of the range of user ids that one keeper gives to its cells: the first that no other living keeper of this machine has. Theory of
/// operation: an address of a Unix socket that is no file belongs to one process at a time and goes with it, so it is held for the slice, wherever
/// the other keepers have their cgroups.
/// </summary>
internal sealed unsafe class UidSlice
{
    private UidSlice(uint first, uint count) => (First, Count) = (first, count);

    public uint First { get; }

    public uint Count { get; }

    /// <summary>The slice stays claimed for as long as this process lives.</summary>
    /// <exception cref="LinuxException">All are in use.</exception>
    public static UidSlice Claim(uint first, uint count)
    {
        var slice = count / CgroupInstance.Count;
        for (uint i = 0; i < CgroupInstance.Count; i++)
        {
            if (TryHold(first + (i * slice)))
            {
                return new UidSlice(first + (i * slice), slice);
            }
        }

        throw new LinuxException($"all {CgroupInstance.Count} slices of the user ids from {first} on are in use", Errno.EBUSY);
    }

    /// <summary>The one user that cells have where there are no others: the caller's own.</summary>
    public static UidSlice OfCaller() => new(Sys.GetEuid(), 1);

    private static bool TryHold(uint first)
    {
        SockaddrUn address;
        Sys.TryAddress(Encoding.ASCII.GetBytes($"\0hotcell-uids-{first}"), &address);
        var fd = Sys.Socket(Net.AF_UNIX, Net.SOCK_STREAM | Net.SOCK_CLOEXEC);
        if (fd >= 0 && Sys.Bind(fd, &address) >= 0)
        {
            return true;
        }

        Sys.Close(fd);
        return false;
    }
}
