using Hotcell.Linux.Abi;
using Hotcell.Protocol;

namespace Hotcell.Warden.Protections;

/// <summary>Where the number of a limit comes from.</summary>
internal enum LimitAmount
{
    /// <summary>The limit's own <see cref="ProgramLimit.Value"/>.</summary>
    Fixed,

    /// <summary>As <see cref="Fixed"/>, or less, where whoever started us had less: more than that is nobody's to give.</summary>
    AtMost,
    FileBytes,
    StackBytes,
    OpenFiles,
    MemoryBytes,
    Pids,

    /// <summary>What the program's Start frame says, when it comes.</summary>
    CpuSeconds,
}

/// <summary>When a limit is set.</summary>
internal enum LimitMoment
{
    /// <summary>Before anything is known of the program.</summary>
    Prepared,

    /// <summary>When its Start frame is there.</summary>
    Started,

    /// <summary>When its files are written: it holds for what the program writes, not for what it is given.</summary>
    FilesWritten,
}

/// <summary>A limit of setrlimit(2), soft and hard, that every program has beside those of its group.</summary>
/// <param name="Resource">RLIMIT_….</param>
/// <param name="Name">Of the resource.</param>
/// <param name="Amount">Where the number comes from.</param>
/// <param name="Value">The number, if it is fixed.</param>
/// <param name="Reason">Why.</param>
/// <param name="Moment">When it is set.</param>
/// <param name="InPlaceOf">Only where this is missing: what a process can be limited to where the cell cannot.</param>
internal sealed record ProgramLimit(int Resource, string Name, LimitAmount Amount, ulong Value, string Reason, Isolation InPlaceOf = Isolation.None, LimitMoment Moment = LimitMoment.Prepared)
{
    private const string Counted = "counted for the program's user, and again for every user above: of the warden, and of whoever started that";

    public static IReadOnlyList<ProgramLimit> All { get; } =
    [
        new(Processes.RLIMIT_FSIZE, "FSIZE", LimitAmount.FileBytes, 0, "one file does not fill the disk", Moment: LimitMoment.FilesWritten),
        new(Processes.RLIMIT_STACK, "STACK", LimitAmount.StackBytes, 0, "endless recursion ends in a signal"),
        new(Processes.RLIMIT_NOFILE, "NOFILE", LimitAmount.OpenFiles, 0, "open files are memory of the kernel"),
        new(Processes.RLIMIT_CORE, "CORE", LimitAmount.Fixed, 1, "core(5): with 0 a core_pattern that is a pipe would still be started, as root of the machine; with 1 byte it is not"),
        new(Processes.RLIMIT_SIGPENDING, "SIGPENDING", LimitAmount.AtMost, 256, "signals and timers that wait are " + Counted),
        new(Processes.RLIMIT_MSGQUEUE, "MSGQUEUE", LimitAmount.AtMost, 192 << 10, "two message queues of the usual size; they are " + Counted),
        new(Processes.RLIMIT_MEMLOCK, "MEMLOCK", LimitAmount.AtMost, 8 << 20, "locked memory is " + Counted),
        new(Processes.RLIMIT_NICE, "NICE", LimitAmount.Fixed, 0, "nobody gets ahead of others"),
        new(Processes.RLIMIT_RTPRIO, "RTPRIO", LimitAmount.Fixed, 0, "nobody gets ahead of others"),
        new(Processes.RLIMIT_CPU, "CPU", LimitAmount.CpuSeconds, 0, "init watches the CPU time of the group; this ends a single process that spins while init is held up", Moment: LimitMoment.Started),
        new(Processes.RLIMIT_DATA, "DATA", LimitAmount.MemoryBytes, 0, "without a memory group only each process can be limited, in what it writes to that is its own; shared memory is not limited then", Isolation.MemoryCgroup),
        new(Processes.RLIMIT_NPROC, "NPROC", LimitAmount.Pids, 0, "without a group of processes their user is counted, which is the cell's own", Isolation.PidsCgroup),
    ];
}
