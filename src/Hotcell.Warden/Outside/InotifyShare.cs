using System.Globalization;
using System.Text;
using Hotcell.Linux;
using Hotcell.Linux.Abi;

namespace Hotcell.Warden.Outside;

/// <summary>
/// The kernel counts inotify instances and watches for the user who made a namespace, too, and so for whoever started us: without a limit of
/// their own, cells could leave none to that user. All of them together get half.
/// </summary>
internal static unsafe class InotifyShare
{
    /// <exception cref="LinuxException">The limit could not be set.</exception>
    public static void Halve()
    {
        Halve("instances");
        Halve("watches");
    }

    private static void Halve(string what)
    {
        var all = long.Parse(File.ReadAllText($"/proc/sys/fs/inotify/max_user_{what}"), CultureInfo.InvariantCulture);
        var limit = $"/proc/sys/user/max_inotify_{what}";
        var half = Encoding.UTF8.GetBytes((all / 2).ToString(CultureInfo.InvariantCulture));
        fixed (byte* path = Encoding.UTF8.GetBytes(limit + "\0"), value = half)
        {
            var result = Sys.WriteFile(Fcntl.AT_FDCWD, path, value, half.Length);
            if (result < 0)
            {
                throw new LinuxException($"write {limit}", -result);
            }
        }
    }
}
