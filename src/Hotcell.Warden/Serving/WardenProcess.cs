using Hotcell.Linux;
using Hotcell.Linux.Abi;
using Hotcell.Linux.Cgroups;
using Hotcell.Protocol;
using Hotcell.Warden.Outside;

namespace Hotcell.Warden.Serving;

/// <summary>The warden role: enters its own root, and then only serves. A failure on the way is final: it exits with <see cref="ExitCodes.Failed"/>.</summary>
internal static unsafe class WardenProcess
{
    public static int Run(string[] args)
    {
        var arguments = WardenArguments.Parse(args);
        var nullDevice = Sys.Open(Fcntl.AT_FDCWD, Sys.Z("/dev/null"u8), Fcntl.O_RDWR | Fcntl.O_CLOEXEC);
        if (nullDevice < 0)
        {
            throw new LinuxException("open /dev/null", -nullDevice);
        }

        // The kernel names a process after the file that it executes, and this one was executed by its descriptor.
        Sys.Prctl(Processes.PR_SET_NAME, (nint)Sys.Z("hotcell-warden"u8));

        // Standard input is the keeper's, and may be a terminal.
        Sys.Dup2(nullDevice, 0);
        var cgroups = DriverOf(arguments);
        var tables = new Tables(arguments.UidCount, arguments.Missing.HasFlag(Isolation.OwnUserIds));
        WardenRoot.Enter(arguments.Images, arguments.Languages);
        InotifyShare.Halve();
        var images = new ImageTable(arguments.Images);
        var limits = new WardenLimits(images.Count, arguments.MaxMemoryBytes);
        var welcome = new WelcomeBody
        {
            Generation = arguments.Generation,
            CgroupVersion = (byte)cgroups.Version,
            Images = (byte)images.Count,
            MaxCells = (ushort)tables.Capacity,

            // Every cell has all of it, or does not come into being.
            Isolation = IsolationNames.All & ~arguments.Missing,
            MaxMemoryBytes = limits.MaxMemoryBytes,
        };
        var connections = new Connections();
        var epoll = Epoll.Create();
        var cells = new CellService(tables, limits, images, new CellMaker(cgroups, nullDevice, arguments.Missing), cgroups, connections, epoll);
        var loop = new WardenLoop(welcome, connections, cells, epoll);

        // From here on nothing is allocated, so nothing is ever collected: a clone has no thread that could do it. What the start has left is
        // given back to the kernel, since every clone would copy it.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        loop.Run();
        return ExitCodes.Ok;
    }

    private static CgroupDriver DriverOf(WardenArguments arguments) => arguments.CgroupVersion switch
    {
        0 => new CgroupNone(),
        1 => new CgroupV1(WardenFds.FirstCgroup, WardenFds.FirstCgroup + 1, WardenFds.FirstCgroup + 2, WardenFds.FirstCgroup + 3),
        _ => new CgroupV2(
            WardenFds.FirstCgroup,
            (arguments.Missing.HasFlag(Isolation.MemoryCgroup) ? 0 : CgroupControllers.Memory)
            | (arguments.Missing.HasFlag(Isolation.PidsCgroup) ? 0 : CgroupControllers.Pids)
            | (arguments.Missing.HasFlag(Isolation.CpuCgroup) ? 0 : CgroupControllers.Cpu)),
    };
}
