using System.Globalization;
using Hotcell.Linux;
using Hotcell.Protocol;

namespace Hotcell.Cli.Doctor;

/// <summary>User ids for cells: two per cell, that no account of the machine has.</summary>
internal static class IdentityChecks
{
    private const int Needed = 65_536;

    public static IReadOnlyList<Finding> Run() => Environment.IsPrivilegedProcess
        ? [Finding.Good("range", "root may map any")]
        : [Range("/etc/subuid"), Range("/etc/subgid"), Tool("newuidmap"), Tool("newgidmap")];

    private static Finding Range(string file)
    {
        var uid = Sys.GetEuid().ToString(CultureInfo.InvariantCulture);
        var user = Environment.UserName is { Length: > 0 } name ? name : uid;
        var largest = (File.Exists(file) ? File.ReadAllLines(file) : [])
            .Select(line => line.Split(':'))
            .Where(parts => parts.Length == 3 && (parts[0] == user || parts[0] == uid) && int.TryParse(parts[2], out _))
            .Select(parts => int.Parse(parts[2], CultureInfo.InvariantCulture))
            .DefaultIfEmpty(0)
            .Max();
        return largest >= Needed
            ? Finding.Good(file, $"{largest} ids for {user}")
            : Finding.BadUnlessAccepted(Isolation.OwnUserIds, file, largest == 0 ? $"no ids for {user}" : $"only {largest} ids for {user}", $"usermod --add-subuids 100000-165535 --add-subgids 100000-165535 {user}");
    }

    private static Finding Tool(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, name)))
            ? Finding.Good(name, "is there")
            : Finding.BadUnlessAccepted(Isolation.OwnUserIds, name, "is not there", "apt-get install uidmap");
}
