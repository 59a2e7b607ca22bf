using Hotcell.Kit;
using Hotcell.Linux.Abi;
using Hotcell.Linux.Seccomp;
using Hotcell.Protocol;
using Hotcell.Warden.Filters;
using static Hotcell.Linux.Abi.SeccompAbi;
using static Hotcell.Linux.Abi.SyscallNumber;
using Processes = Hotcell.Linux.Abi.Processes;

namespace Hotcell.Unit.Linux;

/// <summary>What the filters decide, asked by running their BPF.</summary>
public sealed class SeccompTests
{
    private const uint ArchitectureI386 = 0x40000003;
    private static readonly SockFilter[] Program = SeccompAssembler.AllowAllBut(ProgramFilter.Rules, LastReviewed);

    [Theory]
    [InlineData(__NR_read)]
    [InlineData(__NR_execve)]
    [InlineData(__NR_fork)]
    [InlineData(__NR_futex)]
    [InlineData(__NR_openat2)]
    [InlineData(__NR_ptrace)]
    public void Ordinary_calls_are_allowed(int call) => Assert.Equal(SECCOMP_RET_ALLOW, Decide(call));

    [Theory]
    [InlineData(__NR_mount)]
    [InlineData(__NR_bpf)]
    [InlineData(__NR_keyctl)]
    [InlineData(__NR_setns)]
    public void Attacks_are_named(int call) => Assert.Equal(SECCOMP_RET_USER_NOTIF, Decide(call));

    [Theory]
    [InlineData(__NR_clone3, Errno.ENOSYS)]
    [InlineData(__NR_io_uring_setup, Errno.ENOSYS)]
    [InlineData(__NR_userfaultfd, Errno.EPERM)]
    public void Probes_get_an_errno(int call, int errno) => Assert.Equal(SECCOMP_RET_ERRNO | (uint)errno, Decide(call));

    [Fact]
    public void Calls_after_the_last_review_do_not_exist() =>
        Assert.Equal(SECCOMP_RET_ERRNO | Errno.ENOSYS, Decide(LastReviewed + 1));

    [Fact]
    public void What_a_language_is_allowed_is_allowed_and_nothing_else()
    {
        var more = SeccompAssembler.AllowAllBut(ProgramFilter.RulesBut(SyscallAllowances.All), LastReviewed);
        int[] expected = [__NR_kcmp, __NR_pidfd_getfd, __NR_move_pages, __NR_migrate_pages];

        var differs = Enumerable.Range(0, LastReviewed + 1).Where(call => BpfMachine.Run(more, new SeccompCall(AUDIT_ARCH_X86_64, call)) != Decide(call));

        Assert.Equal(expected.Order(), differs);
        Assert.All(expected, call => Assert.Equal(SECCOMP_RET_ALLOW, BpfMachine.Run(more, new SeccompCall(AUDIT_ARCH_X86_64, call))));
        Assert.Equal(Program, SeccompAssembler.AllowAllBut(ProgramFilter.RulesBut(SyscallAllowances.None), LastReviewed));
    }

    [Fact]
    public void Foreign_architectures_and_x32_do_not_exist()
    {
        Assert.Equal(SECCOMP_RET_ERRNO | Errno.ENOSYS, BpfMachine.Run(Program, new SeccompCall(ArchitectureI386, __NR_read)));
        Assert.Equal(SECCOMP_RET_ERRNO | Errno.ENOSYS, Decide(0x40000000 | __NR_read));
    }

    [Theory]
    [InlineData(Net.AF_UNIX, true)]
    [InlineData(Net.AF_INET, true)]
    [InlineData(Net.AF_INET6, true)]
    [InlineData(Net.AF_NETLINK, false)]
    [InlineData(17, false)] // AF_PACKET
    [InlineData(38, false)] // AF_ALG
    [InlineData(40, false)] // AF_VSOCK
    [InlineData(44, false)] // AF_XDP
    public void Only_contained_socket_families_exist(int family, bool allowed) =>
        Assert.Equal(allowed ? SECCOMP_RET_ALLOW : SECCOMP_RET_ERRNO | Errno.EAFNOSUPPORT, Decide(__NR_socket, (ulong)family, Net.SOCK_STREAM));

    [Theory]
    [InlineData(Net.AF_INET, Net.SOCK_STREAM, 0, 0)]
    [InlineData(Net.AF_INET, Net.SOCK_STREAM | Net.SOCK_CLOEXEC | Net.SOCK_NONBLOCK, Net.IPPROTO_TCP, 0)]
    [InlineData(Net.AF_INET6, Net.SOCK_DGRAM, Net.IPPROTO_UDP, 0)]
    [InlineData(Net.AF_INET6, Net.SOCK_DGRAM, Net.IPPROTO_ICMPV6, 0)]
    [InlineData(Net.AF_UNIX, Net.SOCK_SEQPACKET, 0, 0)]
    [InlineData(Net.AF_INET, Net.SOCK_RAW, Net.IPPROTO_ICMP, Errno.EPERM)]
    [InlineData(Net.AF_INET, Net.SOCK_STREAM, 132, Errno.EPROTONOSUPPORT)] // SCTP
    [InlineData(Net.AF_INET, Net.SOCK_SEQPACKET, 0, Errno.EPROTONOSUPPORT)] // SCTP by its type
    [InlineData(Net.AF_INET, 6, 33, Errno.EPROTONOSUPPORT)] // DCCP
    [InlineData(Net.AF_INET, Net.SOCK_STREAM, 256, Errno.EPROTONOSUPPORT)] // SMC
    [InlineData(Net.AF_INET, Net.SOCK_STREAM, 262, Errno.EPROTONOSUPPORT)] // MPTCP
    public void Only_common_protocols_exist(int family, int type, int protocol, int errno) => Assert.Equal(
        errno == 0 ? SECCOMP_RET_ALLOW : SECCOMP_RET_ERRNO | (uint)errno, Decide(__NR_socket, (ulong)family, (ulong)type, (ulong)protocol));

    [Fact]
    public void Programs_load_no_code_into_the_kernel()
    {
        Assert.Equal(SECCOMP_RET_ERRNO | Errno.EINVAL, Decide(__NR_seccomp, SECCOMP_SET_MODE_FILTER));
        Assert.Equal(SECCOMP_RET_ERRNO | Errno.EINVAL, Decide(__NR_seccomp, SECCOMP_SET_MODE_STRICT));
        Assert.Equal(SECCOMP_RET_ALLOW, Decide(__NR_seccomp, 2)); // SECCOMP_GET_ACTION_AVAIL
        Assert.Equal(SECCOMP_RET_ERRNO | Errno.EINVAL, Decide(__NR_prctl, Processes.PR_SET_SECCOMP));
        Assert.Equal(SECCOMP_RET_ALLOW, Decide(__NR_prctl, Processes.PR_SET_NAME));
        Assert.Equal(SECCOMP_RET_ERRNO | Errno.EPERM, Decide(__NR_setsockopt, 0, Net.SOL_SOCKET, Net.SO_ATTACH_FILTER));
        Assert.Equal(SECCOMP_RET_ALLOW, Decide(__NR_setsockopt, 0, Net.IPPROTO_TCP, Net.SO_ATTACH_FILTER));
        Assert.Equal(SECCOMP_RET_ERRNO | Errno.ENOENT, Decide(__NR_setsockopt, 0, Net.IPPROTO_TCP, Net.TCP_ULP));
    }

    /// <summary>They say that it is done, since what a cell has written lies in no disk's cache.</summary>
    [Fact]
    public void Disks_of_the_machine_are_not_written_by_a_wish()
    {
        Assert.Equal(SECCOMP_RET_ERRNO, Decide(__NR_sync));
        Assert.Equal(SECCOMP_RET_ERRNO, Decide(__NR_syncfs, 3));
        Assert.Equal(SECCOMP_RET_ALLOW, Decide(__NR_fsync, 3));
    }

    [Theory]
    [InlineData(Sched.CLONE_NEWNS)]
    [InlineData(Sched.CLONE_NEWCGROUP)]
    [InlineData(Sched.CLONE_NEWUTS)]
    [InlineData(Sched.CLONE_NEWIPC)]
    [InlineData(Sched.CLONE_NEWUSER)]
    [InlineData(Sched.CLONE_NEWPID)]
    [InlineData(Sched.CLONE_NEWNET)]
    public void No_namespace_can_be_made(ulong flag)
    {
        const ulong thread = 0x3d0f00;
        Assert.Equal(SECCOMP_RET_USER_NOTIF, Decide(__NR_clone, thread | flag));
        Assert.Equal(SECCOMP_RET_USER_NOTIF, Decide(__NR_unshare, flag));
        Assert.Equal(SECCOMP_RET_ALLOW, Decide(__NR_clone, thread));
    }

    [Theory]
    [InlineData(0x7f0012345678)]
    [InlineData(0x7f0000000000)] // an address whose low half is zero must not pass for null
    [InlineData(0x12345678)]
    public void The_core_limit_can_be_read_but_not_set(ulong newLimit)
    {
        Assert.Equal(SECCOMP_RET_ERRNO | Errno.EPERM, Decide(__NR_prlimit64, 0, Processes.RLIMIT_CORE, newLimit));
        Assert.Equal(SECCOMP_RET_ALLOW, Decide(__NR_prlimit64, 0, Processes.RLIMIT_CORE, 0));
        Assert.Equal(SECCOMP_RET_ALLOW, Decide(__NR_prlimit64, 0, Processes.RLIMIT_NOFILE, newLimit));
        Assert.Equal(SECCOMP_RET_ERRNO | Errno.EPERM, Decide(__NR_setrlimit, Processes.RLIMIT_CORE, newLimit));
    }

    [Fact]
    public void Huge_pages_are_not_to_be_had()
    {
        Assert.Equal(SECCOMP_RET_ERRNO | Errno.ENOMEM, Decide(__NR_mmap, 0, 4096, 3, 0x22 | Memory.MAP_HUGETLB));
        Assert.Equal(SECCOMP_RET_ERRNO | Errno.ENOMEM, Decide(__NR_memfd_create, 0, Memory.MFD_HUGETLB));
        Assert.Equal(SECCOMP_RET_ERRNO | Errno.ENOMEM, Decide(__NR_shmget, 0, 4096, Memory.SHM_HUGETLB));
        Assert.Equal(SECCOMP_RET_ALLOW, Decide(__NR_mmap, 0, 4096, 3, 0x22));
    }

    [Fact]
    public void Terminal_injection_is_refused_whatever_the_high_bits()
    {
        Assert.Equal(SECCOMP_RET_USER_NOTIF, Decide(__NR_ioctl, 0, Terminals.TIOCSTI));
        Assert.Equal(SECCOMP_RET_USER_NOTIF, Decide(__NR_ioctl, 0, 0xffffffff00000000 | Terminals.TIOCSTI));
        Assert.Equal(SECCOMP_RET_ALLOW, Decide(__NR_ioctl, 0, 0x5401));
    }

    [Fact]
    public void Calls_without_a_rule_are_allowed_and_calls_with_one_are_not_always()
    {
        var ruled = ProgramFilter.Rules.Select(rule => rule.Syscall).ToHashSet();
        for (var call = 0; call <= LastReviewed; call++)
        {
            if (!ruled.Contains(call))
            {
                Assert.Equal((call, SECCOMP_RET_ALLOW), (call, Decide(call)));
            }
        }

        foreach (var rule in ProgramFilter.Rules.Where(rule => rule.Tests.Length == 0))
        {
            Assert.NotEqual((rule.Syscall, SECCOMP_RET_ALLOW), (rule.Syscall, Decide(rule.Syscall)));
        }
    }

    [Fact]
    public void Every_rule_gives_a_reason() => Assert.All(ProgramFilter.Rules, rule => Assert.NotEmpty(rule.Reason));

    [Fact]
    public void Init_keeps_only_what_it_needs()
    {
        var init = SeccompAssembler.RefuseAllBut(InitFilter.Allowed);
        Assert.Equal(SECCOMP_RET_ALLOW, Ask(__NR_kill));
        foreach (var call in (int[])[__NR_execve, __NR_openat, __NR_clone, __NR_mount, __NR_socket, __NR_ptrace])
        {
            Assert.Equal(SECCOMP_RET_ERRNO | Errno.EPERM, Ask(call));
        }

        // Of the many things that ioctl does, it keeps three.
        Assert.All((ulong[])[SECCOMP_IOCTL_NOTIF_RECV, SECCOMP_IOCTL_NOTIF_SEND, Terminals.TIOCSWINSZ], request => Assert.Equal(SECCOMP_RET_ALLOW, Ask(__NR_ioctl, 3, request)));
        Assert.All((ulong[])[Terminals.TIOCSTI, Terminals.TCSETS, Terminals.TIOCSCTTY, Terminals.TIOCGPTPEER, 0UL], request => Assert.Equal(SECCOMP_RET_ERRNO | Errno.EPERM, Ask(__NR_ioctl, 3, request)));

        uint Ask(int call, params ulong[] arguments) => BpfMachine.Run(init, new SeccompCall(AUDIT_ARCH_X86_64, call, arguments));
    }

    private static uint Decide(int call, params ulong[] arguments) => BpfMachine.Run(Program, new SeccompCall(AUDIT_ARCH_X86_64, call, arguments));
}
