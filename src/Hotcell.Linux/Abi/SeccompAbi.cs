using System.Runtime.InteropServices;

namespace Hotcell.Linux.Abi;

/// <summary>seccomp(2), seccomp_unotify(2), and the classic BPF it is written in.</summary>
[CHeaders("linux/seccomp.h", "linux/audit.h", "linux/filter.h", "linux/bpf_common.h", "sys/ioctl.h")]
public static class SeccompAbi
{
    public const uint SECCOMP_SET_MODE_STRICT = 0;
    public const uint SECCOMP_SET_MODE_FILTER = 1;
    public const uint SECCOMP_FILTER_FLAG_NEW_LISTENER = 8;

    public const uint SECCOMP_RET_USER_NOTIF = 0x7fc00000;
    public const uint SECCOMP_RET_ERRNO = 0x00050000;
    public const uint SECCOMP_RET_ALLOW = 0x7fff0000;

    public const uint AUDIT_ARCH_X86_64 = 0xC000003E;

    public const ulong SECCOMP_IOCTL_NOTIF_RECV = 0xC0502100;
    public const ulong SECCOMP_IOCTL_NOTIF_SEND = 0xC0182101;

    public const ushort BPF_LD = 0x00;
    public const ushort BPF_ALU = 0x04;
    public const ushort BPF_JMP = 0x05;
    public const ushort BPF_RET = 0x06;
    public const ushort BPF_W = 0x00;
    public const ushort BPF_ABS = 0x20;
    public const ushort BPF_AND = 0x50;
    public const ushort BPF_JA = 0x00;
    public const ushort BPF_JEQ = 0x10;
    public const ushort BPF_JGE = 0x30;
    public const ushort BPF_K = 0x00;
}

/// <summary>One instruction of classic BPF.</summary>
[CHeaders("linux/filter.h"), CStruct("struct sock_filter")]
[StructLayout(LayoutKind.Sequential)]
public struct SockFilter
{
    public ushort code;
    public byte jt;
    public byte jf;
    public uint k;
}

[CHeaders("linux/filter.h"), CStruct("struct sock_fprog")]
[StructLayout(LayoutKind.Sequential)]
public unsafe struct SockFprog
{
    public ushort len;
    public SockFilter* filter;
}

/// <summary>What a filter looks at.</summary>
[CHeaders("linux/seccomp.h"), CStruct("struct seccomp_data")]
[StructLayout(LayoutKind.Sequential)]
public unsafe struct SeccompData
{
    public int nr;
    public uint arch;
    public ulong instruction_pointer;
    public fixed ulong args[6];
}

[CHeaders("linux/seccomp.h"), CStruct("struct seccomp_notif")]
[StructLayout(LayoutKind.Sequential)]
public struct SeccompNotif
{
    public ulong id;
    public uint pid;
    public uint flags;
    public SeccompData data;
}

[CHeaders("linux/seccomp.h"), CStruct("struct seccomp_notif_resp")]
[StructLayout(LayoutKind.Sequential)]
public struct SeccompNotifResp
{
    public ulong id;
    public long val;
    public int error;
    public uint flags;
}
