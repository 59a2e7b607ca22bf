using System.Runtime.InteropServices;

namespace Hotcell.Linux.Abi;

/// <summary>clone(2), clone3(2).</summary>
[CHeaders("linux/sched.h")]
public static class Sched
{
    public const ulong CLONE_NEWTIME = 0x00000080;
    public const ulong CLONE_PIDFD = 0x00001000;
    public const ulong CLONE_NEWNS = 0x00020000;
    public const ulong CLONE_NEWCGROUP = 0x02000000;
    public const ulong CLONE_NEWUTS = 0x04000000;
    public const ulong CLONE_NEWIPC = 0x08000000;
    public const ulong CLONE_NEWUSER = 0x10000000;
    public const ulong CLONE_NEWPID = 0x20000000;
    public const ulong CLONE_NEWNET = 0x40000000;
    public const ulong CLONE_INTO_CGROUP = 0x200000000;
}

/// <summary>Argument of clone3(2).</summary>
[CHeaders("linux/sched.h"), CStruct("struct clone_args")]
[StructLayout(LayoutKind.Sequential)]
public struct CloneArgs
{
    public ulong flags;
    public ulong pidfd;
    public ulong child_tid;
    public ulong parent_tid;
    public ulong exit_signal;
    public ulong stack;
    public ulong stack_size;
    public ulong tls;
    public ulong set_tid;
    public ulong set_tid_size;
    public ulong cgroup;
}
