using System.Diagnostics;

namespace Hotcell.Cli.Doctor;

/// <summary>Whether each namespace can really be made. unshare(1) does it, because a process with threads, such as this one, cannot.</summary>
internal static class NamespaceChecks
{
    private const string Tool = "unshare";

    private static readonly (string Name, string Option, string What)[] s_namespaces =
    [
        ("mount", "--mount", "a file system of its own"),
        ("pid", "--pid", "sees no other process"),
        ("net", "--net", "no network"),
        ("ipc", "--ipc", "no shared memory with others"),
        ("uts", "--uts", "a host name of its own"),
        ("cgroup", "--cgroup", "cannot see the groups above"),
    ];

    public static async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellation)
    {
        // With another one: AppArmor lets an ordinary user have a user namespace, and in it nothing.
        if (await TryAsync(["--user", "--mount"], cancellation) is { } refusal)
        {
            return [Finding.Bad("user", refusal, UserFix(Read("/proc/sys/kernel/unprivileged_userns_clone"), Read("/proc/sys/kernel/apparmor_restrict_unprivileged_userns"), Read("/proc/sys/user/max_user_namespaces")))];
        }

        var findings = new List<Finding> { Finding.Good("user", "no rights outside") };
        foreach (var (name, option, what) in s_namespaces)
        {
            var error = await TryAsync(["--user", "--fork", option], cancellation);
            findings.Add(error is null
                ? Finding.Good(name, what)
                : Finding.Bad(name, error, $"sysctl user.max_{(name == "mount" ? "mnt" : name)}_namespaces=15000, and a kernel with this namespace"));
        }

        var proc = await TryAsync(["--user", "--fork", "--pid", "--mount", "--mount-proc"], cancellation);
        findings.Add(proc is null
            ? Finding.Good("fresh /proc", "can be mounted")
            : Finding.Bad("fresh /proc", proc, "this container masks /proc: give it an unmasked one (docker: --security-opt systempaths=unconfined)"));
        return findings;
    }

    /// <summary>What is in the way of user namespaces, by the kernel's settings; each null where this kernel has no such setting.</summary>
    /// <param name="unprivileged">Debian's kernel.unprivileged_userns_clone.</param>
    /// <param name="appArmor">Ubuntu's kernel.apparmor_restrict_unprivileged_userns, 1 from 24.04 on.</param>
    /// <param name="most">user.max_user_namespaces.</param>
    internal static string UserFix(string? unprivileged, string? appArmor, string? most) => (unprivileged, appArmor, most) switch
    {
        ("0", _, _) => "sysctl kernel.unprivileged_userns_clone=1",
        (_, _, "0") => "sysctl user.max_user_namespaces=15000",
        (_, "1", _) => "AppArmor restricts user namespaces: sysctl kernel.apparmor_restrict_unprivileged_userns=0, or start Hotcell as root",
        _ => "a kernel with user namespaces, and no container filter that forbids them (docs/containers.md)",
    };

    private static string? Read(string path) => File.Exists(path) ? File.ReadAllText(path).Trim() : null;

    /// <summary>Null when it worked, else what unshare said.</summary>
    private static async Task<string?> TryAsync(string[] options, CancellationToken cancellation)
    {
        using var process = new Process { StartInfo = new ProcessStartInfo(Tool, [.. options, "true"]) { RedirectStandardError = true, RedirectStandardOutput = true } };
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return $"cannot tell: {Tool} (package util-linux) is not installed";
        }

        var said = await process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode == 0 ? null : said.Trim();
    }
}
