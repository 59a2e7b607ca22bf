using System.Runtime.InteropServices;
using Hotcell.Protocol;
using Hotcell.Linux;
using Hotcell.Linux.Abi;
using Hotcell.Linux.Cgroups;

namespace Hotcell.Warden.Keeping;

/// <summary>
/// The process that is started. Theory of operation: it is the only one that may keep the rights it was started with, so it does nothing but
/// own things: the cgroup folder, the listening socket (which outlives a warden: a server that reconnects waits in its backlog), and the write
/// end of a pipe whose end of file tells the warden that its keeper is gone. It waits for three things: the warden's end (start another), the
/// command's end (stop everything, pass on its exit code), and signals (pass SIGTERM on to the command, which drains). Now and then it clears
/// away what dead cells left in the kernel (<see cref="DyingGroups"/>).
/// </summary>
internal static unsafe class Keeper
{
    /// <summary>A warden that ends sooner than this after its start counts as a failed start.</summary>
    private const ulong QuickFailure = 1_000_000_000;

    private const int MaxQuickFailures = 5;

    /// <summary>How often it looks at what cells that are gone still cost.</summary>
    private const int DyingGroupsMilliseconds = 30_000;

    public static int Run(string[] args)
    {
        var errors = new List<string>();
        var options = KeeperOptions.Parse(args, errors);
        if (errors.Count > 0)
        {
            foreach (var error in errors)
            {
                Console.Error.WriteLine($"hotcell-warden: {error}");
            }

            Console.Error.WriteLine(KeeperOptions.Usage);
            return ExitCodes.Failed;
        }

        var found = Requirements.Look(options);
        if (Refuse(found.Refusals(options.AcceptDegraded)))
        {
            return ExitCodes.Failed;
        }

        foreach (var notice in found.Notices())
        {
            Console.Error.WriteLine($"hotcell-warden: {notice}");
        }

        var cgroups = found.Cgroups is null ? null : CgroupInstance.Claim(found.Cgroups, found.Controllers);
        try
        {
            var uids = found.Missing.HasFlag(Isolation.OwnUserIds) ? UidSlice.OfCaller() : UidSlice.Claim(options.UidBase, options.UidCount);
            cgroups?.Delegate(SubordinateIds.OwnerOf(uids.First));
            using var listener = ListeningSocket.Open(options.Socket, options.ClientUid);
            var dying = cgroups is null ? null : new DyingGroups(found.Cgroups!, cgroups);
            return Keep(options, cgroups, dying, new WardenStarter(options, cgroups, uids, found.Missing, listener.Fd));
        }
        finally
        {
            cgroups?.Remove();
        }
    }

    /// <summary>All at once, so that one start names them all.</summary>
    private static bool Refuse(IReadOnlyList<string> refusals)
    {
        foreach (var refusal in refusals)
        {
            Console.Error.WriteLine($"hotcell-warden: {refusal}");
        }

        if (refusals.Count > 0)
        {
            Console.Error.WriteLine("hotcell-warden: not started; --accept-degraded NAME,… starts without the protections that it names, and every result says so");
        }

        return refusals.Count > 0;
    }

    private static int Keep(KeeperOptions options, CgroupInstance? cgroups, DyingGroups? dying, WardenStarter starter)
    {
        var signals = stackalloc int[2];
        Sys.Pipe(signals, Fcntl.O_CLOEXEC | Fcntl.O_NONBLOCK);
        var wake = signals[1];
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Wake(context, wake));
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Wake(context, wake));
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Wake(context, wake));

        var warden = starter.Start();
        var started = Sys.MonotonicNanoseconds();
        var quickFailures = 0;
        var command = options.Command.Length > 0 ? ChildProcess.StartCommand(options) : ChildProcess.None;
        try
        {
            var waits = stackalloc Pollfd[4];
            while (true)
            {
                waits[0] = new Pollfd { fd = warden.Pidfd, events = Polling.POLLIN };
                waits[1] = new Pollfd { fd = command.Pidfd, events = Polling.POLLIN };
                waits[2] = new Pollfd { fd = signals[0], events = Polling.POLLIN };
                waits[3] = new Pollfd { fd = options.UntilStdinCloses ? 0 : -1, events = Polling.POLLIN };
                if (Sys.WaitPoll(waits, 4, DyingGroupsMilliseconds) == 0)
                {
                    dying?.ReclaimAbove(DyingGroups.Tolerated);
                    continue;
                }

                if (waits[1].revents != 0)
                {
                    return command.ExitCode();
                }

                if (waits[2].revents != 0)
                {
                    if (command.Pidfd < 0)
                    {
                        return ExitCodes.Ok;
                    }

                    byte ignored;
                    Sys.Read(signals[0], &ignored, 1);
                    Sys.KillPidfd(command.Pidfd, Signals.SIGTERM);
                }

                if (waits[3].revents != 0 && StdinEnded())
                {
                    return ExitCodes.Ok;
                }

                if (waits[0].revents != 0)
                {
                    var code = warden.ExitCode();
                    quickFailures = Sys.MonotonicNanoseconds() - started < QuickFailure ? quickFailures + 1 : 0;
                    if (code == ExitCodes.Failed || quickFailures == MaxQuickFailures)
                    {
                        Console.Error.WriteLine($"hotcell-warden: the warden ended with code {code}; not starting it again");
                        return ExitCodes.Failed;
                    }

                    Console.Error.WriteLine($"hotcell-warden: the warden ended with code {code}; starting another");
                    cgroups?.Sweep();
                    warden = starter.Start();
                    started = Sys.MonotonicNanoseconds();
                }
            }
        }
        finally
        {
            command.KillAndReap();
            starter.CloseLifeline();
            warden.KillAndReap();
        }
    }

    private static bool StdinEnded()
    {
        var ignored = stackalloc byte[256];
        return Sys.Read(0, ignored, 256) <= 0;
    }

    private static void Wake(PosixSignalContext context, int fd)
    {
        context.Cancel = true;
        byte one = 1;
        Sys.Write(fd, &one, 1);
    }
}
