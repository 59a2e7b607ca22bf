namespace Hotcell.Bench.Subjects;

/// <summary>The commands that others need for a sandbox like a cell.</summary>
internal static class OtherSandboxes
{
    private static readonly string[] s_engines = ["docker", "podman"];

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

    /// <summary>
    /// <c>docker run --network none</c> with the limits of a cell, by the engine that answers: that of DOCKER_HOST, or of the default socket. Or why it
    /// cannot be measured.
    /// </summary>
    /// <param name="folder">For files that are only needed on the way.</param>
    /// <param name="command">Absolute path on this machine.</param>
    public static async Task<(ContainerEngine? Engine, string Why)> ContainerAsync(string folder, string command)
    {
        foreach (var engine in s_engines.Select(engine => HostPath.Find(engine)).OfType<string>())
        {
            if ((await Commands.RunAsync(engine, "info")).Code != 0)
            {
                continue;
            }

            var (image, why) = await ContainerImage.ImportAsync(engine, folder, command);
            if (image is null)
            {
                return (null, why);
            }

            string[] argv =
            [
                engine, "run", "--rm", "--pull", "never", "--network", "none", "--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges",
                "--memory", "256m", "--pids-limit", "64", "--cpus", "1", "--user", "1000", "--tmpfs", "/tmp", "--tmpfs", "/work", "--workdir", "/work",
                image, command,
            ];
            var (code, output) = await Commands.RunAsync(argv[0], argv[1..]);
            if (code == 0)
            {
                return (new ContainerEngine(argv), "");
            }

            await ContainerImage.RemoveAsync(engine);
            return (null, $"{Path.GetFileName(engine)} answers, but fails here: {output.Trim()}");
        }

        return (null, "no engine answers; install docker.io, or set DOCKER_HOST");
    }

    /// <summary>/bin and its siblings: links into /usr on merged systems, folders elsewhere.</summary>
    private static IEnumerable<string> ProgramFolders() => from name in (string[])["bin", "sbin", "lib", "lib64"]
        let folder = new DirectoryInfo("/" + name)
        where folder.Exists
        from argument in folder.LinkTarget is { } link ? (string[])["--symlink", link, folder.FullName] : ["--ro-bind", folder.FullName, folder.FullName]
        select argument;
}

/// <summary>A container engine that answers and has our image; it has it no longer when this is disposed.</summary>
/// <param name="Argv">Runs the command once.</param>
internal sealed record ContainerEngine(IReadOnlyList<string> Argv) : IAsyncDisposable
{
    /// <summary>What the engine's client finds its engine and its settings by.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; } = ((string[])["PATH", "HOME", "XDG_RUNTIME_DIR", "DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_CONFIG"])
        .ToDictionary(name => name, name => System.Environment.GetEnvironmentVariable(name) ?? "")
        .Where(variable => variable.Value.Length > 0)
        .ToDictionary();

    public async ValueTask DisposeAsync() => await ContainerImage.RemoveAsync(Argv[0]);
}
