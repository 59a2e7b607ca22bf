namespace Hotcell.Bench.Subjects;

/// <summary>The commands that others need for a sandbox like a cell.</summary>
internal static class OtherSandboxes
{
    private static readonly string[] s_engines = ["docker", "podman"];
    private static readonly string[] s_images = ["busybox", "alpine", "debian", "ubuntu"];

    /// <summary>
    /// bwrap(1) with all namespaces and the mounts of a cell, or why it cannot be measured. It sets no cgroup and no filter: a cell does more.
    /// </summary>
    public static async Task<(IReadOnlyList<string>? Argv, string Why)> BwrapAsync(params IReadOnlyList<string> command)
    {
        if (HostPath.Find("bwrap") is not { } bwrap)
        {
            return (null, "it is not installed");
        }

        string[] argv =
        [
            bwrap, "--unshare-all", "--uid", "1000", "--gid", "1000", "--hostname", "cell", "--die-with-parent", "--new-session", "--cap-drop", "ALL",
            "--ro-bind", "/usr", "/usr", .. ProgramFolders(), "--ro-bind", "/etc/ld.so.cache", "/etc/ld.so.cache",
            "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--tmpfs", "/work", "--chdir", "/work",
            "--clearenv", "--setenv", "PATH", HostPath.Variable, "--setenv", "HOME", "/work", .. command,
        ];
        var (code, output) = await Commands.RunAsync(argv[0], argv[1..]);
        return code == 0 ? (argv, "") : (null, $"it fails here: {output.Trim()}");
    }

    /// <summary><c>docker run</c> with the limits of a cell, for an image that is already there; or why it cannot be measured.</summary>
    public static async Task<(IReadOnlyList<string>? Argv, string Why)> ContainerAsync(params IReadOnlyList<string> command)
    {
        foreach (var engine in s_engines.Select(HostPath.Find).OfType<string>())
        {
            if ((await Commands.RunAsync(engine, "info")).Code != 0)
            {
                continue;
            }

            foreach (var image in s_images)
            {
                string[] argv =
                [
                    engine, "run", "--rm", "--pull", "never", "--network", "none", "--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges",
                    "--memory", "256m", "--pids-limit", "64", "--cpus", "1", "--user", "1000", "--tmpfs", "/tmp", "--tmpfs", "/work", "--workdir", "/work",
                    image, .. command,
                ];
                if ((await Commands.RunAsync(argv[0], argv[1..])).Code == 0)
                {
                    return (argv, "");
                }
            }

            return (null, $"{Path.GetFileName(engine)} answers, but has none of the images {string.Join(", ", s_images)}");
        }

        return (null, "no engine answers");
    }

    /// <summary>/bin and its siblings: links into /usr on merged systems, folders elsewhere.</summary>
    private static IEnumerable<string> ProgramFolders() => from name in (string[])["bin", "sbin", "lib", "lib64"]
        let folder = new DirectoryInfo("/" + name)
        where folder.Exists
        from argument in folder.LinkTarget is { } link ? (string[])["--symlink", link, folder.FullName] : ["--ro-bind", folder.FullName, folder.FullName]
        select argument;
}
