using System.ComponentModel;
using System.Diagnostics;
using Hotcell.Linux.Abi;

namespace Hotcell.Linux.Cgroups;

/// <summary>
/// Whether a service manager has left a group to us (systemd's CGROUP_DELEGATION document). The system's manager says so by an attribute of the group; that of a
/// user cannot, and is asked: what lies below a user's own group belongs to that user all over, so the owner alone tells nothing.
/// </summary>
internal static class Delegation
{
    public static bool Has(string group) => HasAttribute(group) || (IsOurs(group) && UserManagerSaysSo(Path.GetFileName(group)));

    private static unsafe bool HasAttribute(string group)
    {
        byte value;
        fixed (byte* path = System.Text.Encoding.UTF8.GetBytes(group + "\0"))
        {
            return Sys.Call(SyscallNumber.__NR_getxattr, (nint)path, (nint)Sys.Z("user.delegate"u8), (nint)(&value), 1) == 1 && value == '1';
        }
    }

    private static unsafe bool IsOurs(string group)
    {
        const int write = 2;
        fixed (byte* path = System.Text.Encoding.UTF8.GetBytes(group + "/cgroup.subtree_control\0"))
        {
            return Sys.GetEuid() != 0 && Sys.Call(SyscallNumber.__NR_access, (nint)path, write) == 0;
        }
    }

    private static bool UserManagerSaysSo(string unit)
    {
        try
        {
            using var asked = Process.Start(new ProcessStartInfo("systemctl", ["--user", "show", "--property", "Delegate", "--value", "--", unit])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var said = asked.StandardOutput.ReadToEnd();
            asked.WaitForExit();
            return asked.ExitCode == 0 && said.Trim() == "yes";
        }
        catch (Win32Exception)
        {
            // No systemd here.
            return false;
        }
    }
}
