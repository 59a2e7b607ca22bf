using Hotcell.Linux.Abi;

namespace Hotcell.Warden.Protections;

/// <summary>A namespace of every cell.</summary>
/// <param name="Name">As in the name of its file below <c>/proc/self/ns</c>.</param>
/// <param name="Flag">Of clone3(2).</param>
/// <param name="Reason">Why.</param>
internal sealed record CellNamespace(string Name, ulong Flag, string Reason)
{
    /// <summary>Made by the clone that becomes init.</summary>
    public static IReadOnlyList<CellNamespace> All { get; } =
    [
        new("user", Sched.CLONE_NEWUSER, "root of a cell is nobody outside of it: whatever it is allowed, it is allowed in the cell"),
        new("mnt", Sched.CLONE_NEWNS, "the cell has a file tree of its own, and the machine's is not in it"),
        new("pid", Sched.CLONE_NEWPID, "other processes have no number here, so they can be neither seen nor signalled; all of the cell dies with its first process"),
        new("net", Sched.CLONE_NEWNET, "there is no interface but a loopback of its own, and no abstract socket of others"),
        new("ipc", Sched.CLONE_NEWIPC, "shared memory, semaphores and message queues of others do not exist"),
        new("uts", Sched.CLONE_NEWUTS, "the machine's name stays the machine's"),
    ];

    /// <summary>Made by the process that becomes the program, when it is in its group: the group it is in then is the root of what it sees.</summary>
    public static CellNamespace Cgroup { get; } = new("cgroup", Sched.CLONE_NEWCGROUP, "the names of the groups above tell of the machine, and of neighbours");

    public static ulong Flags { get; } = All.Aggregate(0UL, (flags, one) => flags | one.Flag);
}
