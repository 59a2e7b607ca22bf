using System.Diagnostics;
using System.Globalization;
using Hotcell.Linux;
using Hotcell.Linux.Abi;

namespace Hotcell.Warden.Keeping;

/// <summary>Ranges of subuid(5), and mapping them into the outer user namespace: written by root itself, else by newuidmap(1).</summary>
internal static class SubordinateIds
{
    /// <summary>The range that /etc/subuid and /etc/subgid both give to <paramref name="uid"/>, or to the user <c>hotcell</c> when that is root.</summary>
    public static (uint Base, uint Count)? For(uint uid)
    {
        var name = uid == 0 ? "hotcell" : NameOf(uid);
        var users = Read("/etc/subuid", name, uid);
        return users is not null && users == Read("/etc/subgid", name, uid) ? users : null;
    }

    /// <summary>Maps 0 … <paramref name="count"/> − 1 of the namespace of <paramref name="pid"/> to <paramref name="first"/> … outside.</summary>
    /// <exception cref="LinuxException">The map was refused.</exception>
    public static void Map(int pid, uint first, uint count)
    {
        foreach (var kind in (string[])["uid", "gid"])
        {
            if (Sys.GetEuid() == 0)
            {
                File.WriteAllText($"/proc/{pid}/{kind}_map", $"0 {first} {count}\n");
                continue;
            }

            using var mapper = Process.Start(
                new ProcessStartInfo($"/usr/bin/new{kind}map", [$"{pid}", "0", $"{first}", $"{count}"]) { UseShellExecute = false });
            mapper!.WaitForExit();
            if (mapper.ExitCode != 0)
            {
                throw new LinuxException($"new{kind}map 0 {first} {count}", Errno.EPERM);
            }
        }
    }

    private static (uint Base, uint Count)? Read(string file, string? name, uint uid)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        foreach (var line in File.ReadLines(file))
        {
            if (line.Split(':') is [var owner, var first, var count]
                && (owner == name || owner == uid.ToString(CultureInfo.InvariantCulture))
                && uint.TryParse(first, CultureInfo.InvariantCulture, out var start)
                && uint.TryParse(count, CultureInfo.InvariantCulture, out var length))
            {
                return (start, length);
            }
        }

        return null;
    }

    private static string? NameOf(uint uid)
    {
        var id = uid.ToString(CultureInfo.InvariantCulture);
        foreach (var line in File.ReadLines("/etc/passwd"))
        {
            if (line.Split(':') is [var name, _, var user, ..] && user == id)
            {
                return name;
            }
        }

        return null;
    }
}
