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

    /// <summary>
    /// Who 0 of the outer namespace is outside. Root gives itself up for the first id of the range; another user stays who it is, since only
    /// then are the cgroups that were delegated to it the warden's.
    /// </summary>
    public static uint OwnerOf(uint first) => Sys.GetEuid() == 0 ? first : Sys.GetEuid();

    /// <summary>The first of the programs that map ids for an ordinary user that is not there; null when both are.</summary>
    public static string? MissingTool() => ((string[])["/usr/bin/newuidmap", "/usr/bin/newgidmap"]).FirstOrDefault(tool => !File.Exists(tool));

    /// <summary>Maps the namespace of <paramref name="pid"/> without any range: 0 to the caller, and nobody else. Its groups can then not be changed, either.</summary>
    /// <exception cref="IOException">The map was refused.</exception>
    public static void MapOnlyCaller(int pid)
    {
        File.WriteAllText($"/proc/{pid}/setgroups", "deny");
        File.WriteAllText($"/proc/{pid}/uid_map", $"0 {Sys.GetEuid()} 1\n");
        File.WriteAllText($"/proc/{pid}/gid_map", $"0 {Sys.GetEgid()} 1\n");
    }

    /// <summary>Maps the namespace of <paramref name="pid"/>: 0 to the owner, 1 … <paramref name="count"/> − 1 to what follows <paramref name="first"/>.</summary>
    /// <exception cref="LinuxException">The map was refused.</exception>
    public static void Map(int pid, uint first, uint count)
    {
        var owner = OwnerOf(first);
        foreach (var kind in (string[])["uid", "gid"])
        {
            if (Sys.GetEuid() == 0)
            {
                File.WriteAllText($"/proc/{pid}/{kind}_map", $"0 {owner} 1\n1 {first + 1} {count - 1}\n");
                continue;
            }

            string[] map = [$"{pid}", "0", $"{owner}", "1", "1", $"{first + 1}", $"{count - 1}"];
            using var mapper = Process.Start(new ProcessStartInfo($"/usr/bin/new{kind}map", map) { UseShellExecute = false });
            mapper!.WaitForExit();
            if (mapper.ExitCode != 0)
            {
                throw new LinuxException($"new{kind}map {string.Join(' ', map)}", Errno.EPERM);
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
