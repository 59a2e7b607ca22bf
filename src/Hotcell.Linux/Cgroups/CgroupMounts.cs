using Hotcell.Linux.Abi;

namespace Hotcell.Linux.Cgroups;

/// <summary>Where this machine's cgroup hierarchies are mounted, from /proc/self/mountinfo (proc(5)) and /proc/self/cgroup (cgroups(7)).</summary>
public sealed class CgroupMounts
{
    private static readonly string[] Needed = ["memory", "pids", "cpu"];

    private readonly Dictionary<string, string> _v1;
    private readonly string _ownV2;

    private CgroupMounts(int version, string? v2Root, string ownV2, Dictionary<string, string> v1)
    {
        Version = version;
        V2Root = v2Root;
        _ownV2 = ownV2;
        _v1 = v1;
    }

    /// <summary>2 where the unified hierarchy has memory, pids and cpu; else 1.</summary>
    public int Version { get; }

    /// <summary>Mount point of the unified hierarchy, if there is one.</summary>
    public string? V2Root { get; }

    /// <exception cref="LinuxException">Neither version offers memory, pids and cpu.</exception>
    public static CgroupMounts Find() => Parse(File.ReadAllLines("/proc/self/mountinfo"), File.ReadAllLines("/proc/self/cgroup"), ReadControllers);

    /// <summary>As <see cref="Find"/>, on given texts; <paramref name="v2Controllers"/> reads the <c>cgroup.controllers</c> of a v2 mount point.</summary>
    public static CgroupMounts Parse(IEnumerable<string> mountinfo, IEnumerable<string> ownGroups, Func<string, string> v2Controllers)
    {
        string? v2Root = null;
        var v1 = new Dictionary<string, string>();

        // "36 35 98:0 /root /mount/point options optional* - type source super-options". What may be written comes first: a container sees its own groups
        // read-only, and beside them those that it was given.
        foreach (var line in mountinfo.OrderBy(line => line.Split(' ')[5].Split(',').Contains("ro")))
        {
            var halves = line.Split(" - ", 2);
            var tail = halves[^1].Split(' ');
            var mountPoint = halves[0].Split(' ')[4];
            if (tail[0] == "cgroup2")
            {
                v2Root ??= mountPoint;
            }
            else if (tail[0] == "cgroup")
            {
                foreach (var controller in tail[2].Split(','))
                {
                    v1.TryAdd(controller, mountPoint);
                }
            }
        }

        var ownV2 = ownGroups.FirstOrDefault(line => line.StartsWith("0::", StringComparison.Ordinal))?[3..] ?? "/";
        if (v2Root is not null && Needed.All(v2Controllers(v2Root).Split((char[])[' ', '\n']).Contains))
        {
            return new CgroupMounts(2, v2Root, ownV2, v1);
        }

        if (Needed.All(v1.ContainsKey) && v1.ContainsKey("cpuacct"))
        {
            return new CgroupMounts(1, v2Root, ownV2, v1);
        }

        throw new LinuxException("no cgroup hierarchy with memory, pids and cpu", Errno.ENODEV);
    }

    /// <summary>Mount point of a v1 controller.</summary>
    public string V1Root(string controller) => _v1[controller];

    /// <summary>
    /// The v2 group under which ours goes: our own where a service manager delegated it to us (<see cref="Delegation"/>),
    /// else the root group, which only root may use.
    /// </summary>
    /// <exception cref="LinuxException">Neither is ours to use.</exception>
    public string V2Parent()
    {
        var own = V2Root + _ownV2.TrimEnd('/');

        // Another keeper in our group has moved all of us there.
        var group = Path.GetFileName(own) == CgroupInstance.Supervisor ? Path.GetDirectoryName(own)! : own;
        if (group != V2Root && Delegation.Has(group))
        {
            return group;
        }

        return Sys.GetEuid() == 0
            ? V2Root!
            : throw new LinuxException($"cgroup {own} is not delegated (start with: systemd-run --user --scope -p Delegate=yes …)", Errno.EACCES);
    }

    /// <summary>The controllers with which whoever we are can make groups here.</summary>
    /// <param name="why">Why it is not all of them.</param>
    public CgroupControllers Usable(out string why)
    {
        why = "";
        if (Version == 2)
        {
            try
            {
                var parent = V2Parent();
                var there = ReadControllers(parent).Split((char[])[' ', '\n']);
                why = $"{parent}/cgroup.controllers does not have it";
                return (there.Contains("memory") ? CgroupControllers.Memory : 0) | (there.Contains("pids") ? CgroupControllers.Pids : 0) | (there.Contains("cpu") ? CgroupControllers.Cpu : 0);
            }
            catch (LinuxException refused)
            {
                why = refused.Message;
                return CgroupControllers.None;
            }
        }

        var closed = CgroupInstance.V1Controllers.Select(V1Root).Select(root => Path.Combine(root, CgroupInstance.Name)).FirstOrDefault(folder => !IsWritable(Directory.Exists(folder) ? folder : Path.GetDirectoryName(folder)!));
        why = $"{closed} cannot be made or written " + (Sys.GetEuid() == 0 ? "(a container must be given such folders)" : "(version 1 is not delegated: start as root)");
        return closed is null ? CgroupControllers.All : CgroupControllers.None;
    }

    private static unsafe bool IsWritable(string folder)
    {
        const int write = 2;
        fixed (byte* path = System.Text.Encoding.UTF8.GetBytes(folder + "\0"))
        {
            return Sys.Call(SyscallNumber.__NR_access, (nint)path, write) == 0;
        }
    }

    private static string ReadControllers(string root)
    {
        var file = Path.Combine(root, "cgroup.controllers");
        return File.Exists(file) ? File.ReadAllText(file) : "";
    }
}
