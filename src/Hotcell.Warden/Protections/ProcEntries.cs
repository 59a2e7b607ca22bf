using Hotcell.Protocol;

namespace Hotcell.Warden.Protections;

/// <summary>Written once below a cell's /proc, while it is still writable.</summary>
/// <param name="Step">What a failure is called.</param>
/// <param name="Index">Which of this step.</param>
/// <param name="File">Below /proc.</param>
/// <param name="Value">What is written.</param>
/// <param name="Reason">Why.</param>
internal sealed record ProcSetting(CellStep Step, int Index, string File, string Value, string Reason)
{
    private const string Counted = "the kernel counts it for the users above, too, up to the machine's own, who must not run out of it";

    public static IReadOnlyList<ProcSetting> All { get; } =
    [
        new(CellStep.ForbidUserNamespaces, 0, "sys/user/max_user_namespaces", "0", "a further user namespace gives capabilities over kernel code that expects an administrator; without it there is no other kind, either"),
        new(CellStep.LimitInotify, 0, "sys/user/max_inotify_instances", "8", Counted),
        new(CellStep.LimitInotify, 1, "sys/user/max_inotify_watches", "4096", Counted),
    ];
}

/// <summary>Covered in a cell's /proc: it tells of the machine or of neighbours, or has been a way out of containers before. A kernel without it needs no cover.</summary>
/// <param name="Path">Below /proc.</param>
/// <param name="IsFolder">Covered by an empty folder; else by /dev/null.</param>
/// <param name="Reason">Why.</param>
internal sealed record ProcMask(string Path, bool IsFolder, string Reason)
{
    /// <summary>In the order of their index in a failure.</summary>
    public static IReadOnlyList<ProcMask> All { get; } =
    [
        File("kcore", "the machine's memory"),
        File("keys", "keys of the same user id outside of the cell"),
        File("key-users", "users of the machine, and how many keys they have"),
        File("kmsg", "the kernel's log: addresses, and other tenants' faults"),
        File("timer_list", "processes and addresses of the machine"),
        File("sched_debug", "processes and groups of the machine"),
        File("latency_stats", "what the machine's processes wait for"),
        File("interrupts", "when others type, send and write"),
        File("locks", "files that others have locked"),
        File("sysrq-trigger", "restarts and stops the machine"),
        File("cmdline", "how the machine was started, which may hold secrets"),
        File("kallsyms", "addresses of kernel code"),
        Folder("acpi", "the machine's hardware"),
        Folder("asound", "the machine's hardware"),
        Folder("scsi", "the machine's disks, which it can detach"),
        Folder("irq", "the machine's interrupts"),
        Folder("bus", "the machine's hardware"),
        Folder("fs", "the machine's disks, and what is open on them"),
    ];

    private static ProcMask File(string path, string reason) => new(path, false, reason);

    private static ProcMask Folder(string path, string reason) => new(path, true, reason);
}
