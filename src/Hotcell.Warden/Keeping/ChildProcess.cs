using System.Collections;
using Hotcell.Linux;
using Hotcell.Linux.Abi;
using Hotcell.Protocol;

namespace Hotcell.Warden.Keeping;

/// <summary>A child of the keeper, held by pidfd so that its number cannot be mistaken after its end.</summary>
internal readonly unsafe struct ChildProcess(int pid, int pidfd)
{
    public static readonly ChildProcess None = new(-1, -1);

    public int Pid { get; } = pid;

    /// <summary>Readable when the process has ended.</summary>
    public int Pidfd { get; } = pidfd;

    /// <summary>
    /// Starts the command as the client's user, with no more rights than that user has: no groups, no capabilities, and none to be had by exec.
    /// It inherits stdio, the directory and the environment, and is told the socket in HOTCELL_WARDEN_SOCKET and the images, one per line, in
    /// HOTCELL_WARDEN_IMAGES.
    /// </summary>
    /// <exception cref="LinuxException">The program cannot be found or started.</exception>
    public static ChildProcess StartCommand(KeeperOptions options)
    {
        var path = NativeStrings.Of(Find(options.Command[0]));
        var argv = NativeStrings.Of(options.Command);
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Where(variable => (string)variable.Key is not ("HOTCELL_WARDEN_SOCKET" or "HOTCELL_WARDEN_IMAGES"))
            .Select(variable => $"{variable.Key}={variable.Value}")
            .Append($"HOTCELL_WARDEN_SOCKET={options.Socket}")
            .Append($"HOTCELL_WARDEN_IMAGES={ImageSource.FormatAll(options.Images)}");
        var envp = NativeStrings.Of([.. environment]);
        var changesUser = Sys.GetEuid() == 0 && options.ClientUid != 0;
        var uid = options.ClientUid;

        int pidfd;
        var clone = new CloneArgs { flags = Sched.CLONE_PIDFD, pidfd = (ulong)&pidfd, exit_signal = Signals.SIGCHLD };
        var pid = Sys.Clone3(&clone);
        if (pid == 0)
        {
            if (changesUser)
            {
                Must(Sys.ClearGroups(), "setgroups"u8);
                Must(Sys.SetGroup(uid), "setresgid"u8);
                Must(Sys.SetUser(uid), "setresuid"u8);
            }

            Must(Sys.Prctl(Processes.PR_SET_NO_NEW_PRIVS, 1), "prctl"u8);
            Must(Sys.Prctl(Processes.PR_SET_PDEATHSIG, Signals.SIGTERM), "prctl"u8);
            Sys.ResetSignals();
            Sys.Exec(path, argv, envp);
            Sys.Exit(127);
        }

        return pid > 0 ? new ChildProcess(pid, pidfd) : throw new LinuxException($"start {options.Command[0]}", -pid);
    }

    /// <summary>In a clone that has yet to exec: says which call failed, and ends. No allocation, as everywhere between clone and exec.</summary>
    public static void Must(int result, ReadOnlySpan<byte> call)
    {
        if (result < 0)
        {
            const int capacity = 128;
            var line = stackalloc byte[capacity];
            var text = new AsciiWriter(line, capacity).Text("hotcell-warden: "u8).Text(call).Text(": errno "u8).Number((ulong)-result).Text("\n"u8);
            Sys.Write(2, line, text.Length);
            Sys.Exit(ExitCodes.Failed);
        }
    }

    /// <summary>Reaps an ended child: its exit code, or 128 + the signal that ended it.</summary>
    public int ExitCode()
    {
        int status;
        while (Sys.WaitChild(Pid, &status, 0, null) == -Errno.EINTR)
        {
        }

        Sys.Close(Pidfd);
        return (status & 0x7f) == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f);
    }

    /// <summary>Ends the child if it still runs. Does nothing when it was reaped before.</summary>
    public void KillAndReap()
    {
        if (Pidfd >= 0 && Sys.KillPidfd(Pidfd, Signals.SIGKILL) >= 0)
        {
            ExitCode();
        }
    }

    private static string Find(string program)
    {
        if (program.Contains('/', StringComparison.Ordinal))
        {
            return program;
        }

        var path = Environment.GetEnvironmentVariable("PATH") ?? "/usr/local/bin:/usr/bin:/bin";
        return path.Split(':').Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists)
            ?? throw new LinuxException($"find {program}", Errno.ENOENT);
    }
}
