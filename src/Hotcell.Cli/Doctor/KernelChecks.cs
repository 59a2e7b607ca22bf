using System.Runtime.InteropServices;
using Hotcell.Linux;
using Hotcell.Linux.Abi;

namespace Hotcell.Cli.Doctor;

/// <summary>Kernel version, system calls and the seccomp filter. Each call is really made, with arguments that cannot succeed.</summary>
internal static class KernelChecks
{
    private const string ActionsFile = "/proc/sys/kernel/seccomp/actions_avail";
    private static readonly Version s_oldest = new(5, 14);

    private static readonly (string Name, int Number, string Since, string What)[] s_calls =
    [
        ("clone3", SyscallNumber.__NR_clone3, "5.3", "all namespaces at once"),
        ("openat2", SyscallNumber.__NR_openat2, "5.6", "paths that cannot lead out"),
        ("close_range", SyscallNumber.__NR_close_range, "5.9", "no descriptor leaks into a cell"),
        ("fsopen", SyscallNumber.__NR_fsopen, "5.2", "mounts by descriptor"),
        ("open_tree", SyscallNumber.__NR_open_tree, "5.2", "mounts by descriptor"),
        ("mount_setattr", SyscallNumber.__NR_mount_setattr, "5.12", "read-only images"),
        ("pidfd_open", SyscallNumber.__NR_pidfd_open, "5.3", "kills that cannot miss"),
    ];

    public static IReadOnlyList<Finding> Run() => [Architecture(), Release(), .. s_calls.Select(SystemCall), Seccomp()];

    private static Finding Architecture() => RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.X64
        ? Finding.Good("architecture", "x86-64")
        : Finding.Bad("architecture", RuntimeInformation.OSArchitecture.ToString(), "Hotcell's system call filter knows x86-64 only");

    private static Finding Release()
    {
        var version = Environment.OSVersion.Version;
        return version >= s_oldest
            ? Finding.Good("version", version.ToString(3))
            : Finding.Bad("version", version.ToString(3), $"install a kernel from {s_oldest} on");
    }

    private static Finding SystemCall((string Name, int Number, string Since, string What) call)
    {
        // Every argument is invalid, so the kernel refuses; only "no such call" and, for who may mount, "not permitted" tell that something is in the way.
        var errno = -(int)Sys.Call(call.Number, -1, -1, -1, -1, -1);
        var forbidden = errno == Errno.EPERM && MayMount();
        return errno == Errno.ENOSYS || forbidden
            ? Finding.Bad($"{call.Name}({call.What})", Errno.NameOf(errno), $"kernel {call.Since} or newer, and no container or service filter that forbids {call.Name}")
            : Finding.Good(call.Name, call.What);
    }

    /// <summary>CAP_SYS_ADMIN, by proc_pid_status(5): root of an ordinary container does not have it, and needs it only in namespaces of its own.</summary>
    private static bool MayMount()
    {
        const int capSysAdmin = 21;
        var effective = File.ReadLines("/proc/self/status").First(line => line.StartsWith("CapEff:", StringComparison.Ordinal)).Split('\t')[1];
        return (Convert.ToUInt64(effective, 16) & (1UL << capSysAdmin)) != 0;
    }

    private static Finding Seccomp()
    {
        string[] needed = ["errno", "user_notif", "allow"];
        var missing = File.Exists(ActionsFile) ? needed.Except(File.ReadAllText(ActionsFile).Split((char[]?)null)).ToList() : [.. needed];
        return missing.Count == 0
            ? Finding.Good("seccomp", "filters with errno and user_notif")
            : Finding.Bad("seccomp", $"no {string.Join(", ", missing)}", "a kernel with CONFIG_SECCOMP_FILTER, 5.0 or newer");
    }
}
