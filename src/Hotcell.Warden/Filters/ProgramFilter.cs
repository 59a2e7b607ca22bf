using Hotcell.Linux.Abi;
using Hotcell.Linux.Seccomp;
using Hotcell.Protocol;
using static Hotcell.Linux.Abi.SyscallNumber;

namespace Hotcell.Warden.Filters;

/// <summary>
/// What a program in a cell may not ask of the kernel. Theory of operation: namespaces, ids and cgroups already make most of these calls
/// powerless; the filter keeps the program away from code that has been attacked before, and from what is not namespaced at all. Every rule
/// carries its reason. <i>Quiet</i> ones are calls that libraries try and do without; <i>named</i> ones no ordinary program makes, and the
/// result tells which it was. Calls that are newer than the last review answer ENOSYS.
/// </summary>
internal static class ProgramFilter
{
    private const uint AllBits = uint.MaxValue;

    private const uint NamespaceFlags = (uint)(Sched.CLONE_NEWNS | Sched.CLONE_NEWCGROUP | Sched.CLONE_NEWUTS | Sched.CLONE_NEWIPC
        | Sched.CLONE_NEWUSER | Sched.CLONE_NEWPID | Sched.CLONE_NEWNET);

    public static IReadOnlyList<SeccompRule> Rules { get; } =
    [
        // Other worlds.
        Quiet(__NR_clone3, Errno.ENOSYS, "its flags lie in memory, where a filter cannot see them; libraries fall back to clone"),
        Named(__NR_clone, "a new namespace gives capabilities over kernel code that expects an administrator", HasBits(0, NamespaceFlags)),
        Named(__NR_unshare, "a new namespace gives capabilities over kernel code that expects an administrator", HasBits(0, NamespaceFlags | (uint)Sched.CLONE_NEWTIME)),
        Named(__NR_setns, "enters another namespace"),
        Named(__NR_mount, "changes what paths mean"),
        Named(__NR_umount2, "uncovers what a mount hides"),
        Named(__NR_pivot_root, "changes the root"),
        Named(__NR_chroot, "changes the root"),
        Named(__NR_fsopen, "mounts, by the newer interface"),
        Named(__NR_fsconfig, "mounts, by the newer interface"),
        Named(__NR_fsmount, "mounts, by the newer interface"),
        Named(__NR_fspick, "mounts, by the newer interface"),
        Named(__NR_open_tree, "mounts, by the newer interface"),
        Named(__NR_open_tree_attr, "mounts, by the newer interface"),
        Named(__NR_move_mount, "mounts, by the newer interface"),
        Named(__NR_mount_setattr, "mounts, by the newer interface"),
        Quiet(__NR_statmount, Errno.ENOSYS, "tells of mounts; /proc/self/mountinfo is enough"),
        Quiet(__NR_listmount, Errno.ENOSYS, "tells of mounts; /proc/self/mountinfo is enough"),

        // Kernel code that is not namespaced, or has a record.
        Quiet(__NR_io_uring_setup, Errno.ENOSYS, "runs calls that no filter sees, and has had many escapes"),
        Quiet(__NR_io_uring_enter, Errno.ENOSYS, "runs calls that no filter sees, and has had many escapes"),
        Quiet(__NR_io_uring_register, Errno.ENOSYS, "runs calls that no filter sees, and has had many escapes"),
        Named(__NR_bpf, "loads programs into the kernel"),
        Quiet(__NR_perf_event_open, Errno.EPERM, "reads other processes' counters; profilers try it"),
        Quiet(__NR_userfaultfd, Errno.EPERM, "stops the kernel in the middle of a copy: the tool of most race exploits"),
        Named(__NR_add_key, "keyrings are shared by user id, not by namespace"),
        Named(__NR_request_key, "keyrings are shared by user id, not by namespace"),
        Named(__NR_keyctl, "keyrings are shared by user id, not by namespace"),
        Named(__NR_open_by_handle_at, "opens files by number, around every path check"),
        Quiet(__NR_name_to_handle_at, Errno.EOPNOTSUPP, "gives the numbers that open_by_handle_at takes; libraries try it"),
        Named(__NR_fanotify_init, "watches whole mounts, and so the image that cells share"),
        Named(__NR_pidfd_getfd, "takes descriptors out of another process"),
        Named(__NR_kcmp, "compares kernel addresses"),
        Quiet(__NR_memfd_secret, Errno.ENOSYS, "locks memory away from accounting"),
        Quiet(__NR_cachestat, Errno.ENOSYS, "tells which pages of the shared image others have used"),
        Quiet(__NR_mmap, Errno.ENOMEM, "huge pages that the machine has set aside are not charged to the memory limit", HasBits(3, Memory.MAP_HUGETLB)),
        Quiet(__NR_memfd_create, Errno.ENOMEM, "as mmap", HasBits(1, Memory.MFD_HUGETLB)),
        Quiet(__NR_shmget, Errno.ENOMEM, "as mmap", HasBits(2, Memory.SHM_HUGETLB)),
        Quiet(__NR_io_setup, Errno.ENOSYS, "its contexts come from a small number that the whole machine has, fs.aio-max-nr; one program could take them all"),
        Quiet(__NR_modify_ldt, Errno.ENOSYS, "segments of 16-bit programs; a record of kernel faults"),
        Quiet(__NR_uretprobe, Errno.ENOSYS, "for the kernel's own trampoline"),
        Quiet(__NR_move_pages, Errno.EPERM, "moves memory between nodes of the machine"),
        Quiet(__NR_migrate_pages, Errno.EPERM, "moves memory between nodes of the machine"),
        Quiet(__NR_lookup_dcookie, Errno.ENOSYS, "an obsolete profiler's way around paths"),
        Quiet(__NR_uselib, Errno.ENOSYS, "obsolete"),
        Quiet(__NR_ustat, Errno.ENOSYS, "obsolete"),
        Quiet(__NR_sysfs, Errno.ENOSYS, "obsolete"),
        Quiet(__NR__sysctl, Errno.ENOSYS, "obsolete"),
        Quiet(__NR_nfsservctl, Errno.ENOSYS, "obsolete"),

        // Code of the program's own in the kernel, compiled there to memory that no limit counts.
        Quiet(__NR_seccomp, Errno.EINVAL, "a filter may have its refusals written to the machine's log; as on a kernel without filters", Is(0, SeccompAbi.SECCOMP_SET_MODE_STRICT)),
        Quiet(__NR_seccomp, Errno.EINVAL, "a filter may have its refusals written to the machine's log; as on a kernel without filters", Is(0, SeccompAbi.SECCOMP_SET_MODE_FILTER)),
        Quiet(__NR_prctl, Errno.EINVAL, "as seccomp", Is(0, Processes.PR_SET_SECCOMP)),
        Quiet(__NR_setsockopt, Errno.EPERM, "a packet filter", Is(1, Net.SOL_SOCKET), Is(2, Net.SO_ATTACH_FILTER)),
        Quiet(__NR_setsockopt, Errno.EPERM, "a packet filter", Is(1, Net.SOL_SOCKET), Is(2, Net.SO_ATTACH_BPF)),
        Quiet(__NR_setsockopt, Errno.EPERM, "a filter that chooses among listeners", Is(1, Net.SOL_SOCKET), Is(2, Net.SO_ATTACH_REUSEPORT_CBPF)),
        Quiet(__NR_setsockopt, Errno.EPERM, "a filter that chooses among listeners", Is(1, Net.SOL_SOCKET), Is(2, Net.SO_ATTACH_REUSEPORT_EBPF)),

        // Sockets: only families that a namespace contains, and of their protocols only those that everybody uses.
        Quiet(__NR_socket, Errno.EAFNOSUPPORT, "AF_VSOCK reaches the hypervisor from any namespace, AF_ALG and others the kernel's rare code; only unix, inet and inet6 are contained",
            IsNot(0, Net.AF_UNIX), IsNot(0, Net.AF_INET), IsNot(0, Net.AF_INET6)),
        Quiet(__NR_socket, Errno.EPERM, "raw sockets see and forge packets", IsNot(0, Net.AF_UNIX), IsType(Net.SOCK_RAW)),
        Quiet(__NR_socket, Errno.EPROTONOSUPPORT, "SCTP, DCCP, MPTCP, SMC and others are rare kernel code, loaded on demand; libraries fall back to TCP",
            IsNot(0, Net.AF_UNIX), IsNot(2, 0), IsNot(2, Net.IPPROTO_TCP), IsNot(2, Net.IPPROTO_UDP), IsNot(2, Net.IPPROTO_ICMP), IsNot(2, Net.IPPROTO_ICMPV6)),
        Quiet(__NR_socket, Errno.EPROTONOSUPPORT, "a type can name such a protocol, too",
            IsNot(0, Net.AF_UNIX), IsNotType(Net.SOCK_STREAM), IsNotType(Net.SOCK_DGRAM)),
        Quiet(__NR_setsockopt, Errno.ENOENT, "TLS and other layers inside the kernel's TCP", Is(1, Net.IPPROTO_TCP), Is(2, Net.TCP_ULP)),
        Quiet(__NR_socketpair, Errno.EAFNOSUPPORT, "as socket", IsNot(0, Net.AF_UNIX)),

        // The machine itself. Without capabilities these fail anyhow; the attempt is worth a name.
        Named(__NR_reboot, "the machine"),
        Named(__NR_kexec_load, "the machine"),
        Named(__NR_kexec_file_load, "the machine"),
        Named(__NR_init_module, "loads code into the kernel"),
        Named(__NR_finit_module, "loads code into the kernel"),
        Named(__NR_delete_module, "the kernel's modules"),
        Named(__NR_swapon, "the machine"),
        Named(__NR_swapoff, "the machine"),
        Named(__NR_acct, "the machine"),
        Named(__NR_quotactl, "the machine's disks"),
        Named(__NR_quotactl_fd, "the machine's disks"),
        Named(__NR_iopl, "hardware"),
        Named(__NR_ioperm, "hardware"),
        Named(__NR_syslog, "the kernel's log: addresses, and other tenants' faults"),
        Named(__NR_sethostname, "belongs to the cell, not to the program"),
        Named(__NR_setdomainname, "belongs to the cell, not to the program"),
        Named(__NR_vhangup, "terminals"),
        Quiet(__NR_sync, 0, "makes the machine write all of its disks; what is in a cell has none"),
        Quiet(__NR_syncfs, 0, "makes the machine write a disk; what is in a cell has none"),
        Quiet(__NR_settimeofday, Errno.EPERM, "the machine's clock"),
        Quiet(__NR_clock_settime, Errno.EPERM, "the machine's clock"),
        Quiet(__NR_clock_adjtime, Errno.EPERM, "the machine's clock"),
        Quiet(__NR_adjtimex, Errno.EPERM, "the machine's clock"),

        // Single arguments.
        Named(__NR_ioctl, "TIOCSTI types into a terminal", Is(1, Terminals.TIOCSTI)),
        Named(__NR_ioctl, "TIOCLINUX pastes into a console", Is(1, Terminals.TIOCLINUX)),
        Named(__NR_ioctl, "TIOCSETD loads line disciplines, which are rarely tested kernel code", Is(1, Terminals.TIOCSETD)),
        Quiet(__NR_setrlimit, Errno.EPERM, "a core size of 0 would start the host's core handler", Is(0, Processes.RLIMIT_CORE)),
        Quiet(__NR_prlimit64, Errno.EPERM, "a core size of 0 would start the host's core handler; reading (a null pointer) is allowed",
            Is(1, Processes.RLIMIT_CORE), IsNot(2, 0)),
        Quiet(__NR_prlimit64, Errno.EPERM, "as above, for a pointer whose low half is 0", Is(1, Processes.RLIMIT_CORE), IsNot(2, 0) with { HighHalf = true }),
        Quiet(__NR_prctl, Errno.EINVAL, "PR_SCHED_CORE keeps neighbours from the other half of a core", Is(0, Processes.PR_SCHED_CORE)),
        Quiet(__NR_personality, Errno.EPERM, "other personalities switch protections off; only reading, the default and a fixed address layout are allowed",
            IsNot(0, 0), IsNot(0, 0xffffffff), IsNot(0, 0x0040000)),
    ];

    /// <summary>The rules that hold where <paramref name="allowances"/> are made.</summary>
    public static IEnumerable<SeccompRule> RulesBut(SyscallAllowances allowances) => Rules.Where(rule => (Allowance(rule.Syscall) & allowances) == 0);

    private static SyscallAllowances Allowance(int syscall) => syscall switch
    {
        __NR_kcmp => SyscallAllowances.Kcmp,
        __NR_pidfd_getfd => SyscallAllowances.PidfdGetfd,
        __NR_move_pages => SyscallAllowances.MovePages,
        __NR_migrate_pages => SyscallAllowances.MigratePages,
        _ => SyscallAllowances.None,
    };

    private static SeccompRule Quiet(int syscall, int errno, string reason, params ArgumentTest[] tests) =>
        new(syscall, SeccompAction.Quiet, errno, reason, tests);

    private static SeccompRule Named(int syscall, string reason, params ArgumentTest[] tests) =>
        new(syscall, SeccompAction.Named, Errno.EPERM, reason, tests);

    private static ArgumentTest Is(int index, uint value) => new(index, AllBits, ArgumentOperator.Equal, value);

    private static ArgumentTest IsNot(int index, uint value) => new(index, AllBits, ArgumentOperator.NotEqual, value);

    /// <summary>The type of a socket, without its flags.</summary>
    private static ArgumentTest IsType(uint type) => new(1, 0xf, ArgumentOperator.Equal, type);

    private static ArgumentTest IsNotType(uint type) => new(1, 0xf, ArgumentOperator.NotEqual, type);

    private static ArgumentTest HasBits(int index, uint bits) => new(index, bits, ArgumentOperator.NotEqual, 0);
}
